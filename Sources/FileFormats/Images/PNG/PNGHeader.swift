/// What the first chunk of a PNG file, `IHDR`, says (PNG specification, section 11.2.2).
struct PNGHeader {
  /// What the samples of a pixel mean.
  enum ColourType: UInt8 {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgbAlpha = 6

    /// Samples a pixel.
    var samples: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }

    /// The possible numbers of bits a sample.
    fileprivate var bitDepths: [Int] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgbAlpha: [8, 16]
      }
    }

    var isGrey: Bool { self == .grey || self == .greyAlpha }
  }

  /// Bytes of the chunk's contents.
  static let size = 13

  let width: Int
  let height: Int
  /// Bits a sample.
  let bitDepth: Int
  let colourType: ColourType
  let isInterlaced: Bool

  /// Reads the contents of the chunk.
  /// - Throws: ``FileError`` if they are not possible, or if the picture is too large to be read.
  init(_ contents: [UInt8], path: String) throws {
    func fault(_ reason: String) -> FileError { FileError(.badData, path: path, reason: reason) }
    guard contents.count == Self.size else {
      throw fault("the chunk IHDR has \(bytesText(contents.count)) instead of 13")
    }
    width = [UInt8].bigEndianValue(contents)
    height = [UInt8].bigEndianValue(contents[4...])
    try ImageFile.check(width: width, height: height, path: path)
    bitDepth = Int(contents[8])
    guard let colourType = ColourType(rawValue: contents[9]), colourType.bitDepths.contains(bitDepth) else {
      throw fault("PNG has no colour type \(contents[9]) with \(contents[8]) bits a sample")
    }
    self.colourType = colourType
    guard contents[10] == 0, contents[11] == 0 else {
      throw fault("the method of compression (\(contents[10])) or of filtering (\(contents[11])) is not known")
    }
    guard contents[12] < 2 else { throw fault("the method of interlacing (\(contents[12])) is not known") }
    isInterlaced = contents[12] == 1
  }

  /// Bytes between a sample and the same sample of the pixel to the left, at least 1: what the filters look back.
  var pixelSize: Int { max(1, bitDepth * colourType.samples / 8) }

  /// The greatest value of a sample.
  var maximumSample: Int { 1 << bitDepth - 1 }

  /// Bytes of a row of `width` pixels, without the number of its filter.
  func rowSize(width: Int) -> Int { (width * bitDepth * colourType.samples + 7) / 8 }

  /// The passes over the picture: one, or with Adam7 those of the seven that have pixels.
  var passes: [PNGPass] {
    (isInterlaced ? PNGPass.adam7 : [PNGPass.whole]).filter { $0.width(of: width) > 0 && $0.height(of: height) > 0 }
  }

  /// Bytes of all rows with their filters, before compression.
  var uncompressedSize: Int {
    passes.reduce(0) { $0 + $1.height(of: height) * (1 + rowSize(width: $1.width(of: width))) }
  }
}

/// The pixels of one pass of interlacing: every so many columns and rows, from some on.
struct PNGPass {
  let firstColumn: Int
  let firstRow: Int
  let columnStep: Int
  let rowStep: Int

  /// The only pass of a picture that is not interlaced.
  static let whole = PNGPass(firstColumn: 0, firstRow: 0, columnStep: 1, rowStep: 1)

  /// The seven passes of Adam7 (PNG specification, section 8.2).
  static let adam7 = [
    PNGPass(firstColumn: 0, firstRow: 0, columnStep: 8, rowStep: 8),
    PNGPass(firstColumn: 4, firstRow: 0, columnStep: 8, rowStep: 8),
    PNGPass(firstColumn: 0, firstRow: 4, columnStep: 4, rowStep: 8),
    PNGPass(firstColumn: 2, firstRow: 0, columnStep: 4, rowStep: 4),
    PNGPass(firstColumn: 0, firstRow: 2, columnStep: 2, rowStep: 4),
    PNGPass(firstColumn: 1, firstRow: 0, columnStep: 2, rowStep: 2),
    PNGPass(firstColumn: 0, firstRow: 1, columnStep: 1, rowStep: 2),
  ]

  /// Columns of the pass in a picture of `width`.
  func width(of width: Int) -> Int { (width - firstColumn + columnStep - 1) / columnStep }

  /// Rows of the pass in a picture of `height`.
  func height(of height: Int) -> Int { (height - firstRow + rowStep - 1) / rowStep }
}
