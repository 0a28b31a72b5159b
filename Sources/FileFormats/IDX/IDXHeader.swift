/// The header of an IDX file: two zero bytes, the type of the values, the number of dimensions, and each dimension as a
/// 32-bit big-endian number (Yann LeCun, "The MNIST database of handwritten digits").
struct IDXHeader: Equatable {
  /// What a file holds, which its number of dimensions tells.
  enum Content {
    /// One dimension: a label each. Or two, of which a label is the first column, as in QMNIST.
    case labels
    /// Three dimensions (image, row, column), or four, the last being the channel; unsigned bytes.
    case images
    /// Numbers of any type and dimensions.
    case numbers

    /// The numbers of dimensions such a file can have.
    var dimensionCounts: ClosedRange<Int> {
      switch self {
      case .labels: 1...2
      case .images: 3...4
      case .numbers: 1...255
      }
    }
  }

  /// The type code of unsigned bytes.
  static let unsignedByteType: UInt8 = 0x08

  private static let magicLength = 4
  private static let types: [UInt8: NumberType] = [
    unsignedByteType: .unsigned8, 0x09: .signed8, 0x0B: .signed16, 0x0C: .signed32, 0x0D: .float32, 0x0E: .float64,
  ]

  /// The type of the numbers, whose most significant byte comes first.
  let type: NumberType
  /// The dimensions, the number of items first; none is zero.
  let dimensions: [Int]
  /// Bytes an item: the product of all dimensions but the first, and of the bytes a number.
  let itemSize: Int
  /// Bytes of all items.
  let dataSize: Int
  /// Bytes of header and items together.
  let fileSize: Int

  /// Number of items.
  var count: Int { dimensions[0] }
  /// Length of the header in bytes; the items follow it.
  var length: Int { IDXHeader.magicLength + 4 * dimensions.count }
  /// The dimensions for a message, such as `60000 x 28 x 28`.
  var dimensionText: String { dimensions.map(String.init).joined(separator: " x ") }

  /// Whether the dimensions are those of images whose channels, one or three, stand before their rows.
  var hasChannelsFirst: Bool {
    dimensions.count == 4 && [1, 3].contains(dimensions[1]) && ![1, 3].contains(dimensions[3])
  }

  /// Reads a header and checks that it announces `content`.
  /// - Throws: ``FileError`` if the source ends early or the header is not the right one.
  init(from source: any ByteSource, expecting content: Content, path: String) throws {
    let magic = try IDXHeader.readField(from: source, at: 0, path: path)
    let (type, dimensionCount) = try IDXHeader.description(magic: magic, expecting: content, path: path)
    var dimensions: [Int] = []
    for index in 0..<dimensionCount {
      let offset = IDXHeader.magicLength + 4 * index
      let dimension = [UInt8].bigEndianValue(try IDXHeader.readField(from: source, at: offset, path: path))
      guard dimension > 0 else {
        throw FileError(
          .badData, path: path, byteOffset: offset, reason: "dimension \(index + 1) of \(dimensionCount) is zero")
      }
      dimensions.append(dimension)
    }
    try self.init(type, dimensions: dimensions, path: path)
  }

  /// A header of the given dimensions, none of which is zero.
  private init(_ type: NumberType, dimensions: [Int], path: String) throws {
    self.type = type
    self.dimensions = dimensions
    guard
      let itemSize = (dimensions.dropFirst() + [type.size]).checkedProduct(),
      let dataSize = (dimensions + [type.size]).checkedProduct(),
      case (let fileSize, false) = dataSize.addingReportingOverflow(IDXHeader.magicLength + 4 * dimensions.count)
    else {
      let text = dimensions.map(String.init).joined(separator: " x ")
      throw FileError(
        .badData, path: path, byteOffset: IDXHeader.magicLength,
        reason: "the dimensions \(text) are larger than any file can be")
    }
    self.itemSize = itemSize
    self.dataSize = dataSize
    self.fileSize = fileSize
  }

  private static func readField(from source: any ByteSource, at offset: Int, path: String) throws -> [UInt8] {
    let field = try source.readBytes(4)
    guard field.count == 4 else {
      let size = offset + field.count
      throw FileError(
        .badData, path: path,
        reason: size == 1
          ? "there is only 1 byte, which ends within the IDX header"
          : "there \(size == 1 ? "is only 1 byte, which ends" : "are only \(size) bytes, which end") within the IDX header"
      )
    }
    return field
  }

  private static func description(
    magic: [UInt8], expecting content: Content, path: String
  ) throws -> (type: NumberType, dimensionCount: Int) {
    guard magic[0] == 0, magic[1] == 0 else {
      let found = magic.prefix(2).map(hexadecimal).joined(separator: " and ")
      throw FileError(
        .badData, path: path, byteOffset: 0,
        reason: "this is not an IDX file: its first two bytes must be zero and are \(found)")
    }
    guard let type = types[magic[2]] else {
      throw FileError(
        .badData, path: path, byteOffset: 2,
        reason: "the file holds values of an unknown type (type \(hexadecimal(magic[2])))")
    }
    guard content != .images || type == .unsigned8 else {
      throw FileError(
        .badData, path: path, byteOffset: 2,
        reason: "the file holds \(type.description) (type \(hexadecimal(magic[2]))), and images must be unsigned bytes "
          + "(0x08)")
    }
    let found = Int(magic[3])
    guard content.dimensionCounts.contains(found) else {
      let expected =
        switch content {
        case .labels: "labels have 1, or 2"
        case .images: "images have 3 (count, rows, columns) or 4 (and channels)"
        case .numbers: "there must be one"
        }
      throw FileError(
        .badData, path: path, byteOffset: 3, reason: "the number of dimensions is \(found), but \(expected)")
    }
    return (type, found)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16, uppercase: true)
  }
}
