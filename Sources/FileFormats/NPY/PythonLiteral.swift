/// A value as Python writes it, as far as headers of NPY files have any.
indirect enum PythonLiteral: Equatable {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  /// `None`.
  case nothing
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case dictionary([String: PythonLiteral])

  /// What is wrong with a text.
  struct SyntaxError: Error, Equatable {
    /// The place of the fault in the text.
    let offset: Int
    /// A clause.
    let reason: String
  }

  /// Takes a text apart, which must be one value with blanks around it at most.
  init(parsing text: [UInt8]) throws(SyntaxError) {
    var parser = PythonLiteralParser(text)
    self = try parser.parseAll()
  }
}

/// Takes the text of a ``PythonLiteral`` apart.
struct PythonLiteralParser {
  private let text: [UInt8]
  private var place = 0

  /// Headers need three levels; a bound keeps a hostile text off the stack's end.
  private static let maximumDepth = 16

  init(_ text: [UInt8]) { self.text = text }

  mutating func parseAll() throws(PythonLiteral.SyntaxError) -> PythonLiteral {
    let value = try parseValue(depth: 0)
    skipBlanks()
    if place < text.count { throw fault("something follows the value") }
    return value
  }

  private mutating func parseValue(depth: Int) throws(PythonLiteral.SyntaxError) -> PythonLiteral {
    if depth > Self.maximumDepth { throw fault("the values lie too deep within each other") }
    skipBlanks()
    guard place < text.count else { throw fault("a value is missing") }
    switch text[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "("): return .tuple(try parseItems(until: ")", depth: depth))
    case UInt8(ascii: "["): return .list(try parseItems(until: "]", depth: depth))
    case UInt8(ascii: "{"): return .dictionary(try parseDictionary(depth: depth))
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return .integer(try parseInteger())
    default: return try parseName()
    }
  }

  private mutating func parseString() throws(PythonLiteral.SyntaxError) -> String {
    let quote = text[place]
    let start = place + 1
    guard let end = text[start...].firstIndex(of: quote) else { throw fault("a string does not end") }
    if text[start..<end].contains(UInt8(ascii: "\\")) { throw fault("a string with a backslash cannot be read") }
    place = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  /// The values up to the closing bracket; a comma may follow the last.
  private mutating func parseItems(
    until end: Unicode.Scalar, depth: Int
  ) throws(PythonLiteral.SyntaxError) -> [PythonLiteral] {
    var items: [PythonLiteral] = []
    place += 1
    while !take(end) {
      if !items.isEmpty {
        try require(",")
        if take(end) { break }
      }
      items.append(try parseValue(depth: depth + 1))
    }
    return items
  }

  private mutating func parseDictionary(depth: Int) throws(PythonLiteral.SyntaxError) -> [String: PythonLiteral] {
    var members: [String: PythonLiteral] = [:]
    place += 1
    while !take("}") {
      if !members.isEmpty {
        try require(",")
        if take("}") { break }
      }
      guard case .string(let key) = try parseValue(depth: depth + 1) else { throw fault("a key is no string") }
      if members[key] != nil { throw fault("the key '\(key.excerpt)' is there twice") }
      try require(":")
      members[key] = try parseValue(depth: depth + 1)
    }
    return members
  }

  private mutating func parseInteger() throws(PythonLiteral.SyntaxError) -> Int {
    let start = place
    if text[place] == UInt8(ascii: "-") { place += 1 }
    while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) { place += 1 }
    guard let number = Int(String(decoding: text[start..<place], as: UTF8.self)) else {
      throw fault("a number is too large")
    }
    // Python 2 marked its long integers so.
    if place < text.count, text[place] == UInt8(ascii: "L") { place += 1 }
    return number
  }

  private mutating func parseName() throws(PythonLiteral.SyntaxError) -> PythonLiteral {
    let names: [(String, PythonLiteral)] = [("True", .boolean(true)), ("False", .boolean(false)), ("None", .nothing)]
    for (name, value) in names where text[place...].starts(with: name.utf8) {
      place += name.utf8.count
      return value
    }
    throw fault("this is no value")
  }

  private mutating func skipBlanks() {
    while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
  }

  /// Goes past a character if it comes next.
  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < text.count, text[place] == UInt8(ascii: scalar) else { return false }
    place += 1
    return true
  }

  private mutating func require(_ scalar: Unicode.Scalar) throws(PythonLiteral.SyntaxError) {
    if !take(scalar) { throw fault("'\(scalar)' is missing") }
  }

  private func fault(_ reason: String) -> PythonLiteral.SyntaxError {
    PythonLiteral.SyntaxError(offset: place, reason: reason)
  }
}
