/// Text that is not JSON.
public struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where the fault lies, in bytes from the start of the text.
  public let offset: Int
  /// What is wrong: a clause without a full stop.
  public let reason: String
  /// The line of the fault, from 1.
  public let line: Int
  /// The place of the fault in its line, in Unicode's scalars, from 1.
  public let column: Int

  /// An error at a place of a text.
  public init(offset: Int, reason: String, in text: [UInt8]) {
    self.offset = offset
    self.reason = reason
    let before = text.prefix(offset)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    // Bytes 10xxxxxx go on with a scalar.
    column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
  }

  /// The whole sentence.
  public var description: String { "JSON, line \(line), column \(column): \(reason)." }
}

extension JSONValue {
  /// How deep arrays and objects may be nested in each other.
  public static let maximumDepth = 64

  /// Reads one value that fills `text`.
  ///
  /// The reader is strict: RFC 8259 and nothing else, valid UTF-8, no unpaired surrogates, no key twice in one object
  /// (keys that are canonically equivalent in Unicode count as one), no nesting deeper than ``maximumDepth``.
  /// - Throws: ``JSONSyntaxError`` if `text` is not so.
  public init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads one value that fills `bytes`, under the same rules as ``init(parsing:)-(String)``.
  /// - Throws: ``JSONSyntaxError`` if `bytes` are not so.
  public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes)
    self = try parser.parseDocument()
  }
}

/// A recursive-descent parser of JSON.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
    let value = try parseValue()
    skipWhitespace()
    if position < bytes.count { throw error("there is something after the end of the value") }
    return value
  }

  private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
    skipWhitespace()
    switch peek {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONSyntaxError) in try parser.parseObject() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONSyntaxError) in try parser.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return .number(try parseNumber())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case nil: throw error("the text ends where a value must stand")
    default: throw error("no value begins like this")
    }
  }

  private mutating func nested(
    _ parse: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    guard depth < JSONValue.maximumDepth else {
      throw error("arrays and objects are nested more than \(JSONValue.maximumDepth) deep")
    }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try parse(&self)
  }

  /// Parses what follows the opening brace.
  private mutating func parseObject() throws(JSONSyntaxError) -> JSONValue {
    var members: [String: JSONValue] = [:]
    skipWhitespace()
    if take("}") { return .object(members) }
    repeat {
      skipWhitespace()
      let keyPosition = position
      guard peek == UInt8(ascii: "\"") else { throw error("a key in quotation marks must stand here") }
      let key = try parseString()
      skipWhitespace()
      guard take(":") else { throw error("':' must follow the key") }
      let value = try parseValue()
      guard members.updateValue(value, forKey: key) == nil else {
        throw error("the key '\(key.excerpt)' stands twice in one object", at: keyPosition)
      }
      skipWhitespace()
    } while take(",")
    guard take("}") else { throw error("',' or '}' must follow") }
    return .object(members)
  }

  /// Parses what follows the opening bracket.
  private mutating func parseArray() throws(JSONSyntaxError) -> JSONValue {
    var elements: [JSONValue] = []
    skipWhitespace()
    if take("]") { return .array(elements) }
    repeat {
      elements.append(try parseValue())
      skipWhitespace()
    } while take(",")
    guard take("]") else { throw error("',' or ']' must follow") }
    return .array(elements)
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { throw error("no value begins like this") }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func parseNumber() throws(JSONSyntaxError) -> JSONNumber {
    let start = position
    _ = take("-")
    if !take("0") { try takeDigits() }
    if take(".") { try takeDigits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try takeDigits()
    }
    return JSONNumber(checkedText: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func takeDigits() throws(JSONSyntaxError) {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    if position == start { throw error("a digit must stand here") }
  }
}

extension JSONParser {
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func error(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: offset ?? position, reason: reason, in: bytes)
  }
}

extension JSONParser {
  /// Parses a string from its opening quotation mark on.
  private mutating func parseString() throws(JSONSyntaxError) -> String {
    let start = position
    position += 1
    var contents: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: contents, as: UTF8.self) else {
          throw error("the string that begins here is not valid UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        contents += String(try parseEscape()).utf8
      case 0x00..<0x20:
        throw error("a control character in a string must be escaped")
      default:
        contents.append(byte)
        position += 1
      }
    }
    throw error("the string that begins here does not end", at: start)
  }

  private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    position += 1
    let letter = peek
    position += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape(from: start)
    default: throw error("there is no such escape sequence", at: start)
    }
  }

  /// Parses the digits after `\u`, and the second escape sequence of a surrogate pair.
  private mutating func parseUnicodeEscape(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try parseHexadecimalUnit(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(unit), take("\\"), take("u") else {
      throw error("half a surrogate pair stands alone", at: start)
    }
    let trail = try parseHexadecimalUnit(from: start)
    guard UTF16.isTrailSurrogate(trail) else { throw error("half a surrogate pair stands alone", at: start) }
    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
  }

  private mutating func parseHexadecimalUnit(from start: Int) throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits must follow \\u", at: start)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
