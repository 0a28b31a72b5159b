/// Reads one picture in a format of Netpbm: PBM, PGM or PPM, as plain text or binary, of up to 16 bits a value.
struct PortableAnyMapReader {
  /// The six formats, by the digit behind the `P`.
  enum Format: UInt8 {
    case plainBitmap = 0x31
    case plainGreymap, plainPixmap, bitmap, greymap, pixmap

    /// The format of a file that begins with `magic`.
    init?(magic: [UInt8]) {
      guard magic.count > 2, magic[0] == UInt8(ascii: "P"), PortableAnyMapReader.separates(magic[2]) else { return nil }
      self.init(rawValue: magic[1])
    }

    var isPlain: Bool { rawValue < Format.bitmap.rawValue }
    var isBitmap: Bool { self == .plainBitmap || self == .bitmap }
    var channels: Int { self == .plainPixmap || self == .pixmap ? 3 : 1 }
  }

  /// The largest file that is read: with 16 million pixels of plain text it may still have some comments.
  private static let maximumFileSize = 1 << 29

  private let bytes: [UInt8]
  private let path: String
  private var position = 2

  /// Reads the picture of an open file.
  /// - Throws: ``FileError`` if the file is damaged or too large, or does not end where the picture does.
  static func read(_ file: InputFile, _ format: Format) throws -> RasterImage {
    guard file.size <= maximumFileSize else {
      throw FileError(
        .badData, path: file.path,
        reason: "the file has \(file.size) bytes, but at most \(maximumFileSize) are expected")
    }
    var reader = PortableAnyMapReader(bytes: try file.readBytes(file.size), path: file.path)
    return try reader.read(format)
  }

  private init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  private mutating func read(_ format: Format) throws -> RasterImage {
    let width = try readNumber("the width")
    let height = try readNumber("the height")
    try ImageFile.check(width: width, height: height, path: path)
    let maximum = format.isBitmap ? 1 : try readNumber("the greatest value")
    guard (1...65535).contains(maximum) else {
      throw fault("the greatest value is \(maximum), but it must be from 1 to 65535")
    }
    let count = width * height * format.channels
    let pixels: [UInt8]
    if format.isPlain {
      // Each value takes at least one byte: without them, no memory for the pixels.
      guard count <= bytes.count - position else { throw endsEarly(count) }
      pixels =
        format.isBitmap ? try readPlainBits(count) : try (0..<count).map { _ in try readPlainValue(maximum) }
      skipSeparators()
    } else {
      try endHeader()
      pixels =
        format.isBitmap
        ? try readBits(width: width, height: height) : try readValues(count, maximum)
    }
    guard position == bytes.count else { throw fault("the file goes on after the last pixel") }
    return RasterImage(width: width, height: height, channels: format.channels, pixels: pixels)
  }

  // MARK: Text

  private static func separates(_ byte: UInt8) -> Bool {
    // Space, tab, line feed, vertical tab, form feed, carriage return; and the sign that begins a comment.
    byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: "#")
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipComment() {
    while let byte = next, byte != 0x0A { position += 1 }
  }

  private mutating func skipSeparators() {
    while let byte = next, Self.separates(byte) {
      if byte == UInt8(ascii: "#") { skipComment() } else { position += 1 }
    }
  }

  private mutating func readNumber(_ name: String) throws -> Int {
    skipSeparators()
    let start = position
    var number = 0
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
      // Far from an overflow, and more than any number may be.
      guard number <= RasterImage.maximumSide else { throw fault("\(name) is too large", at: start) }
      position += 1
    }
    guard position > start else { throw fault("\(name) must stand here as a number") }
    return number
  }

  /// Goes past the one separator, or the comment and the end of its line, that follow the header of a binary file.
  private mutating func endHeader() throws {
    guard let byte = next, Self.separates(byte) else { throw fault("a space or a line's end must follow the header") }
    if byte == UInt8(ascii: "#") { skipComment() }
    position = min(position + 1, bytes.count)
  }

  // MARK: Pixels

  private mutating func readPlainValue(_ maximum: Int) throws -> UInt8 {
    let value = try readNumber("a pixel's value")
    guard value <= maximum else { throw tooGreat(value, maximum, at: position) }
    return ImageFile.level(value, of: maximum)
  }

  /// Reads digits that need not be parted: 0 is white and 1 is black.
  private mutating func readPlainBits(_ count: Int) throws -> [UInt8] {
    try (0..<count).map { _ in
      skipSeparators()
      guard let byte = next, byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else {
        throw fault("a pixel's value must stand here: 0 or 1")
      }
      position += 1
      return byte == UInt8(ascii: "1") ? 0 : 255
    }
  }

  /// Reads rows of bits, each filled up to whole bytes: 0 is white and 1 is black.
  private mutating func readBits(width: Int, height: Int) throws -> [UInt8] {
    let rowSize = (width + 7) / 8
    let start = try take(rowSize * height)
    return (0..<width * height).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      return bytes[start + row * rowSize + column / 8] << (column % 8) & 0x80 == 0 ? 255 : 0
    }
  }

  private mutating func readValues(_ count: Int, _ maximum: Int) throws -> [UInt8] {
    let size = maximum < 256 ? 1 : 2
    let start = try take(count * size)
    if maximum == 255 { return Array(bytes[start..<position]) }
    return try (0..<count).map { index in
      let place = start + index * size
      let value = size == 1 ? Int(bytes[place]) : Int(bytes[place]) << 8 | Int(bytes[place + 1])
      guard value <= maximum else { throw tooGreat(value, maximum, at: place) }
      return ImageFile.level(value, of: maximum)
    }
  }

  /// Goes past the last `count` bytes of the file, and returns where they begin.
  private mutating func take(_ count: Int) throws -> Int {
    guard count <= bytes.count - position else { throw endsEarly(count) }
    defer { position += count }
    return position
  }

  private func endsEarly(_ count: Int) -> FileError {
    fault("the pixels would take at least \(bytesText(count)), but only \(bytes.count - position) follow the header")
  }

  private func tooGreat(_ value: Int, _ maximum: Int, at place: Int) -> FileError {
    fault("a pixel has the value \(value), but the header says that \(maximum) is the greatest", at: place)
  }

  private func fault(_ reason: String, at place: Int? = nil) -> FileError {
    FileError(.badData, path: path, byteOffset: place ?? position, reason: reason)
  }
}
