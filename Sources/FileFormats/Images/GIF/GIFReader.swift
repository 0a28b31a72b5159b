/// Reads the first picture of a GIF file (GIF87a and GIF89a): what the screen shows of it before anything else is
/// drawn.
struct GIFReader {
  /// How a GIF file begins; two more bytes tell the version.
  static let signature = Array("GIF8".utf8)
  /// The largest file: animations of which all frames but one are passed over.
  private static let maximumFileSize = 1 << 28
  /// The most pixels of the screen: it may be as large as it likes around a frame of a few bytes, and no photograph is a GIF
  /// file.
  private static let maximumPixelCount = 1 << 24
  /// Pixels that a byte can stand for: a code of 12 bits means up to 4095 of them.
  private static let maximumExpansion = 2730

  private static let headerSize = 13
  private static let descriptorSize = 9
  private static let extensionIntroducer: UInt8 = 0x21
  private static let graphicControlLabel: UInt8 = 0xF9
  private static let imageSeparator: UInt8 = 0x2C

  private let bytes: [UInt8]
  private let path: String
  private let background: RGBColour
  private var position = 0
  /// The palette index that lets the background through.
  private var transparent: UInt8?

  /// Reads the picture of an open file; what follows it is ignored.
  /// - Throws: ``FileError`` if the file is damaged or too large.
  static func read(_ file: InputFile, background: RGBColour) throws -> RasterImage {
    guard file.size <= maximumFileSize else {
      throw FileError(
        .badData, path: file.path,
        reason: "the file has \(file.size) bytes, but at most \(maximumFileSize) are expected")
    }
    var reader = GIFReader(try file.readBytes(file.size), path: file.path, background: background)
    return try reader.read()
  }

  private init(_ bytes: [UInt8], path: String, background: RGBColour) {
    self.bytes = bytes
    self.path = path
    self.background = background
  }

  private mutating func read() throws -> RasterImage {
    let header = try take(Self.headerSize)
    let screen = (width: header.littleEndian(at: 6), height: header.littleEndian(at: 8))
    var palette = try readPalette(flags: header[10])
    while true {
      switch try take(1)[0] {
      case Self.extensionIntroducer: try readExtension()
      case Self.imageSeparator:
        let descriptor = try take(Self.descriptorSize)
        let frame = GIFFrame(descriptor)
        let own = try readPalette(flags: descriptor[8])
        palette = own.isEmpty ? palette : own
        return try readPixels(frame, screen: screen, palette)
      // Strays that some programs leave between blocks.
      case 0: continue
      default: throw fault("no block of a GIF file begins like this, and no picture has come so far")
      }
    }
  }

  /// Reads the table of colours that stands here if the flags say so.
  private mutating func readPalette(flags: UInt8) throws -> [RGBColour] {
    guard flags & 0x80 != 0 else { return [] }
    let table = try take(3 * (2 << Int(flags & 7)))
    return stride(from: 0, to: table.count, by: 3).map {
      RGBColour(red: table[$0], green: table[$0 + 1], blue: table[$0 + 2])
    }
  }

  /// Goes past an extension. One of them tells the transparent colour of the picture behind it.
  private mutating func readExtension() throws {
    let label = try take(1)[0]
    let contents = try readBlocks()
    if label == Self.graphicControlLabel, contents.count >= 4 {
      transparent = contents[0] & 1 == 0 ? nil : contents[3]
    }
  }

  /// The contents of blocks, each behind its length, up to an empty one.
  private mutating func readBlocks() throws -> [UInt8] {
    var contents: [UInt8] = []
    while true {
      let length = Int(try take(1)[0])
      if length == 0 { return contents }
      contents += try take(length)
    }
  }

  private mutating func readPixels(
    _ frame: GIFFrame, screen: (width: Int, height: Int), _ palette: [RGBColour]
  ) throws -> RasterImage {
    try ImageFile.check(width: frame.width, height: frame.height, atMost: Self.maximumPixelCount, path: path)
    // As browsers do, the screen is made large enough.
    let width = max(screen.width, frame.left + frame.width)
    let height = max(screen.height, frame.top + frame.height)
    try ImageFile.check(width: width, height: height, atMost: Self.maximumPixelCount, path: path)
    guard !palette.isEmpty else { throw fault("there is no palette") }
    let count = frame.width * frame.height
    guard count / Self.maximumExpansion <= bytes.count else {
      throw fault(
        "the header announces \(frame.width) x \(frame.height) pixels, more than \(bytesText(bytes.count)) can hold")
    }
    let codeSize = Int(try take(1)[0])
    guard (1...8).contains(codeSize) else { throw fault("the codes begin with \(codeSize) bits, not with 1 to 8") }
    guard let indices = LZWDecoder.decode(try readBlocks(), codeSize: codeSize, count: count) else {
      throw fault("the compressed pixels before this place are damaged, or fewer than the header announces")
    }
    let showsBackground = transparent != nil || count < width * height
    let isGrey = palette.allSatisfy(\.isGrey) && (background.isGrey || !showsBackground)
    var canvas = Canvas(width: width, height: height, channels: isGrey ? 1 : 3, background)
    for (line, row) in frame.rows.enumerated() {
      for column in 0..<frame.width {
        let index = indices[line * frame.width + column]
        if index == transparent { continue }
        guard Int(index) < palette.count else { throw fault("a pixel has a colour that is not in the palette") }
        canvas.set(frame.left + column, frame.top + row, palette[Int(index)])
      }
    }
    return canvas.image
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    guard count <= bytes.count - position else {
      throw fault("the file ends before the first picture does; it may be incomplete")
    }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  private func fault(_ reason: String) -> FileError {
    FileError(.badData, path: path, byteOffset: position, reason: reason)
  }
}

/// Where a picture of a GIF file lies on the screen.
private struct GIFFrame {
  let left: Int
  let top: Int
  let width: Int
  let height: Int
  private let isInterlaced: Bool

  init(_ descriptor: [UInt8]) {
    (left, top) = (descriptor.littleEndian(at: 0), descriptor.littleEndian(at: 2))
    (width, height) = (descriptor.littleEndian(at: 4), descriptor.littleEndian(at: 6))
    isInterlaced = descriptor[8] & 0x40 != 0
  }

  /// The rows in the order of the file (GIF89a specification, appendix E).
  var rows: [Int] {
    guard isInterlaced else { return Array(0..<height) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { first, step in stride(from: first, to: height, by: step) }
  }
}
