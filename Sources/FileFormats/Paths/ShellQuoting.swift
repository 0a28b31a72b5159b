import Platform

extension String {
  /// The text of a path as a word of a shell's command line, in quotation marks if it needs them, and with `./` before
  /// a dash, which would make it an option.
  public var shellQuoted: String {
    let plain = "-_./:=@%+,ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    if utf8.first == UInt8(ascii: "-") { return ("./" + self).shellQuoted }
    if !isEmpty, allSatisfy(plain.contains) { return self }
    let bytes = pathBytes
    let hasControlCharacters = bytes.contains { $0 < 0x20 || $0 == 0x7F }
    if !hasControlCharacters, let text = String(validating: bytes, as: UTF8.self) {
      return "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
    // What no message can show can be typed in a form that bash, zsh and POSIX of 2024 know.
    return "$'" + bytes.map(\.ansiCQuoted).joined() + "'"
  }
}

extension UInt8 {
  /// The byte between the quotation marks of `$'...'`.
  fileprivate var ansiCQuoted: String {
    switch self {
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(self))
    case 0x20..<0x7F: String(UnicodeScalar(self))
    default: "\\x" + (self < 16 ? "0" : "") + String(self, radix: 16)
    }
  }
}
