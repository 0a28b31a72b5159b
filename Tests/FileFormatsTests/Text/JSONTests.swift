import TestSupport
import Testing

@testable import FileFormats

struct JSONTests {
  @Test(
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("\tfalse\r", .bool(false)),
      ("0", .number(0)), ("-12", .number(-12)), ("1.5", .number(1.5)),
      ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u00e9\u20AC\uD83D\uDE00\u0000""#, .string("\u{E9}\u{20AC}\u{1F600}\0")), ("\"é😀\"", .string("é😀")),
      ("[]", .array([])), ("[ 1 , [ ] ]", .array([.number(1), .array([])])),
      ("{}", .object([:])), ("{ \"a\" : 1 , \"b\" : {} }", .object(["a": .number(1), "b": .object([:])])),
    ] as [(String, JSONValue)])
  func valuesAreRead(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(arguments: ["0", "-0", "10", "1.50", "1e5", "1E+5", "0.1e-07", "123456789012345678901234567890", "1e999"])
  func numbersKeepTheirText(text: String) throws {
    #expect(try JSONValue(parsing: text).text == text)
  }

  @Test(arguments: [
    ("", 0, "the text ends where a value must stand"), (" ", 1, "the text ends where a value must stand"),
    ("1 2", 2, "there is something after the end of the value"),
    ("{}x", 2, "there is something after the end of the value"),
    ("01", 1, "there is something after the end of the value"),
    ("+1", 0, "no value begins like this"), (".5", 0, "no value begins like this"),
    ("NaN", 0, "no value begins like this"), ("nul", 0, "no value begins like this"),
    ("'a'", 0, "no value begins like this"), ("\u{FEFF}1", 0, "no value begins like this"),
    ("1.", 2, "a digit must stand here"), ("-", 1, "a digit must stand here"), ("1e+", 3, "a digit must stand here"),
    ("[1,]", 3, "no value begins like this"), ("[1", 2, "',' or ']' must follow"),
    ("[1 2]", 3, "',' or ']' must follow"),
    ("{\"a\":1,}", 7, "a key in quotation marks must stand here"),
    ("{a:1}", 1, "a key in quotation marks must stand here"),
    ("{\"a\" 1}", 5, "':' must follow the key"), ("{\"a\":1", 6, "',' or '}' must follow"),
    ("{\"a\":}", 5, "no value begins like this"),
    ("{\"a\":1,\"a\":2}", 7, "the key 'a' stands twice in one object"),
    ("[{\"b\":{\"a\":1,\"\\u0061\":2}}]", 13, "the key 'a' stands twice in one object"),
    ("{\"\u{E9}\":1,\"e\u{301}\":2}", 8, "the key 'e\u{301}' stands twice in one object"),
    ("\"a", 0, "the string that begins here does not end"),
    ("\"a\\\"", 0, "the string that begins here does not end"),
    ("\"a\nb\"", 2, "a control character in a string must be escaped"),
    ("\"\\x\"", 1, "there is no such escape sequence"), ("\"\\", 1, "there is no such escape sequence"),
    ("\"\\u12g4\"", 1, "four hexadecimal digits must follow \\u"),
    ("\"\\u12", 1, "four hexadecimal digits must follow \\u"),
    ("\"\\ud800\"", 1, "half a surrogate pair stands alone"),
    ("\"\\ud800\\n\"", 1, "half a surrogate pair stands alone"),
    ("\"\\ud800\\ud800\"", 1, "half a surrogate pair stands alone"),
    ("\"\\udc00\"", 1, "half a surrogate pair stands alone"),
  ])
  func whatIsNotJSONIsRefusedWhereItGoesWrong(text: String, offset: Int, reason: String) {
    #expect(throws: JSONSyntaxError(offset: offset, reason: reason, in: Array(text.utf8))) {
      try JSONValue(parsing: text)
    }
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5]] as [[UInt8]])
  func invalidUTF8IsRefused(bytes: [UInt8]) {
    let string = [0x5B, 0x22] + bytes + [0x22, 0x5D]
    #expect(
      throws: JSONSyntaxError(offset: 1, reason: "the string that begins here is not valid UTF-8", in: string)
    ) {
      try JSONValue(parsing: string)
    }
    #expect(throws: JSONSyntaxError(offset: 0, reason: "no value begins like this", in: bytes)) {
      try JSONValue(parsing: bytes)
    }
  }

  @Test func nestingHasALimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try JSONValue(parsing: nested(64)).text == nested(64))
    let reason = "arrays and objects are nested more than 64 deep"
    #expect(throws: JSONSyntaxError(offset: 64, reason: reason, in: Array(nested(65).utf8))) {
      try JSONValue(parsing: nested(65))
    }
    let endless = String(repeating: "{\"a\":[", count: 100_000)
    #expect(throws: JSONSyntaxError(offset: 6 * 32, reason: reason, in: Array(endless.utf8))) {
      try JSONValue(parsing: endless)
    }
  }

  @Test(arguments: [
    ("", 1, 1), ("{\"a\": 1,\n \"b\" 2}", 2, 6), ("[\r\n\r\n  x]", 3, 3), ("[\"\u{E9}\u{1F455}\", x]", 1, 8),
    ("1\n", 0, 0),
    ("1\n\nx", 3, 1), ("{\"a\":\n1,\n\"a\": 2}", 3, 1),
  ])
  func anErrorNamesItsLineAndColumn(text: String, line: Int, column: Int) {
    do throws(JSONSyntaxError) {
      _ = try JSONValue(parsing: text)
      #expect(line == 0)
    } catch {
      #expect((error.line, error.column) == (line, column))
      #expect(error.description.hasPrefix("JSON, line \(line), column \(column): "))
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let text = #"{"a":[1,-2.5e3,true,null,"\u00e9\n"],"b":{"c":false}}"#
    for length in 0..<text.utf8.count {
      #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(text.utf8.prefix(length))) }
    }
    #expect(throws: Never.self) { try JSONValue(parsing: text) }
  }

  @Test func textIsCompactSortedByBytesAndEscapesControlCharactersAlone() throws {
    let value = JSONValue.object([
      "b": .array([.null, .bool(true), .number(1), .number(-0.1)]),
      "a": .string("\"\\\n\u{1}\u{1F}/é\u{7F}\u{9B}\u{A0}"),
      "Z": .object([:]), "é": .number(0.0), "aa": .array([]),
    ])
    let text =
      #"{"Z":{},"a":"\"\\\n\u0001\u001f/é\u007f\u009b"# + "\u{A0}" + #"","aa":[],"b":[null,true,1,-0.1],"é":0.0}"#
    #expect(value.text == text)
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test func numbersComeBackAsTheyWereInFewDigits() throws {
    #expect(JSONValue.number(Float(0.0002)).text == "0.0002")
    let nested = try JSONValue(parsing: #"{"b":[{"x":1,"y":[2]},{}],"a":[]}"#)
    #expect(nested.text(brokenTo: 2) == "{\n  \"a\":[],\n  \"b\":[\n    {\"x\":1,\"y\":[2]},\n    {}\n  ]\n}")
    #expect(try JSONValue(parsing: nested.text(brokenTo: 9)) == nested)
    #expect(JSONValue.number(Float(0.1)).text == "0.1")
    #expect(JSONValue.number(Int.min).text == "-9223372036854775808")
    #expect(JSONValue.number(Double.nan) == .null)
    #expect(JSONValue.number(-Float.infinity) == .null)
    var generator = RepeatableGenerator(seed: 5)
    for _ in 0..<1000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { #expect(try JSONValue(parsing: JSONValue.number(value).text).double == value) }
    }
  }

  @Test func eachKindOfValueIsHadByItsOwnAccessor() {
    let value = JSONValue.object(["n": .number(3), "x": .number(2.5), "s": .string("t"), "b": .bool(false)])
    #expect(value["n"]?.integer == 3)
    #expect(value["n"]?.double == 3)
    #expect(value["x"]?.integer == nil)
    #expect(value["x"]?.double == 2.5)
    #expect(value["s"]?.string == "t")
    #expect(value["s"]?.double == nil)
    #expect(value["b"]?.bool == false)
    #expect(value["absent"] == nil)
    #expect(value.array == nil)
    #expect(JSONValue.array([.null]).array == [.null])
    #expect(JSONValue.null["n"] == nil)
    #expect((try? JSONValue(parsing: "1e999"))?.double == nil)
  }
}
