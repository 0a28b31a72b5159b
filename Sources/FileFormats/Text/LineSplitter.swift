/// Lines of a text that comes in pieces, of which no more than one is in memory.
package struct LineSplitter {
  /// A line.
  package struct Line {
    /// Its bytes, without the one that ends it.
    package let bytes: [UInt8]
    /// The number of bytes of the text up to its end.
    package let end: Int
    /// Whether it has an end: the last may be torn.
    package let isWhole: Bool
  }

  private static let lineEnd = UInt8(ascii: "\n")
  private static let pieceSize = 1 << 20
  /// The beginning of a line that has no end yet.
  private var rest: [UInt8] = []
  /// The bytes of the lines that were handed out.
  private var position = 0

  /// Begins a text.
  package init() {}

  /// Takes a piece, and hands out the lines that end in it.
  package mutating func take(_ piece: [UInt8], _ body: (Line) throws -> Void) rethrows {
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: Self.lineEnd) {
      let bytes = rest + piece[start..<end]
      position += bytes.count + 1
      rest = []
      start = end + 1
      try body(Line(bytes: bytes, end: position, isWhole: true))
    }
    rest += piece[start...]
  }

  /// Takes the regular file at `path`, of at most `maximumSize` bytes; nothing if it does not exist.
  /// - Throws: ``FileError`` if the file is not a regular file, is too long, or cannot be read; whatever `body` throws.
  package mutating func take(file path: String, maximumSize: Int, _ body: (Line) throws -> Void) throws {
    guard let file = try InputFile(ifAny: path) else { return }
    try file.requireSize(file.size, atMost: maximumSize)
    while case let piece = try file.readBytes(Self.pieceSize), !piece.isEmpty { try take(piece, body) }
  }

  /// Ends the text, and hands out what stands behind the last line's end.
  package func finish(_ body: (Line) throws -> Void) rethrows {
    if !rest.isEmpty { try body(Line(bytes: rest, end: position + rest.count, isWhole: false)) }
  }
}
