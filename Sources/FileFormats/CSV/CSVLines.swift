/// The fields of a text with a line for each record, one line after the other. Fields stand between commas, semicolons
/// or tabs, or else between spaces, whichever the first line has, with quotation marks or without; lines end in any of
/// the usual ways.
struct CSVLines {
  /// The fields of the line that was read last, without blanks and quotation marks around them.
  private(set) var fields: [ArraySlice<UInt8>] = []
  /// The number of that line, from 1.
  private(set) var number = 0

  private var input: BufferedInput
  private var pending: UInt8?
  private var separator: UInt8?
  private let path: String

  private static let maximumLineLength = 1 << 24
  private static let (lineFeed, carriageReturn) = (UInt8(0x0A), UInt8(0x0D))
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ source: any ByteSource, path: String) {
    input = BufferedInput(source)
    self.path = path
  }

  /// Goes to the next line that is not empty; returns whether there is one.
  /// - Throws: ``FileError`` if a line is too long, or the source cannot be read.
  mutating func advance() throws -> Bool {
    while var line = try readLine() {
      number += 1
      if number == 1, line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let separator = separator ?? Self.separator(of: line)
      self.separator = separator
      // Tables that are adjusted for the eye have several spaces between their numbers.
      fields = line.split(separator: separator, omittingEmptySubsequences: separator == 0x20).map(Self.trimmed)
      return true
    }
    return false
  }

  private mutating func readLine() throws -> [UInt8]? {
    var line: [UInt8] = []
    var byte = try takeByte()
    if byte == nil { return nil }
    while let next = byte, next != Self.lineFeed, next != Self.carriageReturn {
      line.append(next)
      if line.count > Self.maximumLineLength {
        throw FileError(
          .badData, path: path, reason: "line \(number + 1) has more than \(Self.maximumLineLength) characters")
      }
      byte = try takeByte()
    }
    if byte == Self.carriageReturn, let next = try takeByte(), next != Self.lineFeed { pending = next }
    return line
  }

  private mutating func takeByte() throws -> UInt8? {
    if let byte = pending {
      pending = nil
      return byte
    }
    return try input.next()
  }

  private static func separator(of line: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    return candidates.first { line.contains($0) } ?? 0x20
  }

  private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var field = field
    while let first = field.first, first == 0x20 || first == 0x09 { field.removeFirst() }
    while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
    if field.count >= 2, field.first == UInt8(ascii: "\""), field.last == UInt8(ascii: "\"") {
      field = field.dropFirst().dropLast()
    }
    return field
  }
}
