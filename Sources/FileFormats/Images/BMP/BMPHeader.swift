/// The two headers of a BMP file: of the file, and of the picture in the forms of Windows 2 to 5 and of OS/2.
struct BMPHeader {
  /// How the pixels are stored.
  enum Compression: Int {
    case none = 0
    case runs8 = 1
    case runs4 = 2
    case bitFields = 3
    case bitFieldsWithAlpha = 6
  }

  /// Bytes of both headers that every file has at least, and those that tell BMP files from others.
  static let leastSize = 26
  private static let fileHeaderSize = 14
  /// The first form, of which all numbers have 16 bits and colours have three bytes.
  private static let oldestSize = 12
  private static let sizes = [12, 16, 40, 52, 56, 64, 108, 124]
  private static let placeOfMasks = 54

  let width: Int
  let height: Int
  let isTopDown: Bool
  let bitDepth: Int
  let compression: Compression
  /// The bits of red, green, blue and alpha in a pixel of 16 bits or more.
  let masks: [Int]
  /// Where the palette begins, the bytes of each colour, and how many colours it has at most.
  let palette: (place: Int, size: Int, count: Int)
  /// Where the pixels begin.
  let pixels: Int

  /// Whether a file that begins with `start` is of this format.
  static func begins(_ start: [UInt8]) -> Bool {
    start.count >= fileHeaderSize + 4 && start.starts(with: Array("BM".utf8))
      && sizes.contains(start.littleEndian(at: fileHeaderSize, size: 4))
  }

  /// Reads the headers of a file, which has been recognised.
  /// - Throws: ``FileError`` if they are not possible, or if the picture is too large or of a kind that is not read.
  init(_ bytes: [UInt8], path: String) throws {
    func fault(_ reason: String) -> FileError { FileError(.badData, path: path, reason: reason) }
    let size = bytes.count < Self.leastSize ? 0 : bytes.littleEndian(at: Self.fileHeaderSize, size: 4)
    let isOldest = size == Self.oldestSize
    guard Self.sizes.contains(size), bytes.count >= Self.fileHeaderSize + size else {
      throw fault("the file ends before its header does; it may be incomplete")
    }
    func number(_ place: Int) -> Int { bytes.littleEndian(at: place, size: 4) }
    func signed(_ place: Int) -> Int { Int(Int32(truncatingIfNeeded: number(place))) }
    width = isOldest ? bytes.littleEndian(at: 18) : signed(18)
    let height = isOldest ? bytes.littleEndian(at: 20) : signed(22)
    (self.height, isTopDown) = (abs(height), height < 0)
    try ImageFile.check(width: width, height: self.height, path: path)
    bitDepth = bytes.littleEndian(at: isOldest ? 24 : 28)
    let code = size < 40 ? 0 : number(30)
    guard let compression = Compression(rawValue: code), size != 64 || code < Compression.bitFields.rawValue,
      compression.bitDepths.contains(bitDepth)
    else {
      throw fault(
        "a BMP picture with \(bitDepth) bits a pixel and the compression \(code) cannot be read; convert its folder to "
          + "PNG, for instance with '\(ImageFile.conversion(of: "bmp"))' of ImageMagick")
    }
    self.compression = compression
    var place = Self.fileHeaderSize + size
    if compression.hasMasks {
      // They are part of the longer headers, and follow the shorter one at the same place.
      let count = size >= 56 || compression == .bitFieldsWithAlpha ? 4 : 3
      let end = Self.placeOfMasks + 4 * count
      guard bytes.count >= end else { throw fault("the file ends before its header does; it may be incomplete") }
      masks = (0..<count).map { number(Self.placeOfMasks + 4 * $0) }
      place = max(place, end)
    } else {
      masks = bitDepth == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]
    }
    let named = size < 40 ? 0 : number(46)
    let maximum = bitDepth > 8 ? 0 : 1 << bitDepth
    let colourSize = isOldest ? 3 : 4
    let announced = number(10)
    pixels = announced == 0 ? place + (named == 0 ? maximum : min(named, maximum)) * colourSize : announced
    guard pixels >= place, pixels <= bytes.count else {
      throw fault("the pixels would begin at byte \(pixels), which lies outside; the file may be incomplete")
    }
    let room = (pixels - place) / colourSize
    palette = (place, colourSize, min(named == 0 ? maximum : min(named, maximum), room))
  }
}

extension BMPHeader.Compression {
  /// The possible numbers of bits a pixel.
  fileprivate var bitDepths: [Int] {
    switch self {
    case .none: [1, 4, 8, 16, 24, 32]
    case .runs8: [8]
    case .runs4: [4]
    case .bitFields, .bitFieldsWithAlpha: [16, 24, 32]
    }
  }

  fileprivate var hasMasks: Bool { self == .bitFields || self == .bitFieldsWithAlpha }
}
