extension JSONValue {
  /// The value as JSON in one line, without spaces, the keys of objects sorted by their UTF-8 bytes: equal values give
  /// equal text.
  public var text: String {
    text(brokenTo: 0)
  }

  /// The same for people: values down to a depth stand on lines of their own, those below in one with what they belong
  /// to.
  public func text(brokenTo depth: Int) -> String {
    var text = ""
    append(to: &text, level: 0, brokenTo: depth)
    return text
  }

  private func append(to text: inout String, level: Int, brokenTo depth: Int) {
    func appendAll<Element>(_ elements: [Element], _ brackets: (String, String), _ body: (Element) -> Void) {
      let isBroken = level < depth && !elements.isEmpty
      func breakLine(_ level: Int) { if isBroken { text += "\n" + String(repeating: "  ", count: level) } }
      text += brackets.0
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        breakLine(level + 1)
        body(element)
      }
      breakLine(level)
      text += brackets.1
    }
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number.text
    case .string(let string): JSONValue.append(string, to: &text)
    case .array(let elements):
      appendAll(elements, ("[", "]")) { $0.append(to: &text, level: level + 1, brokenTo: depth) }
    case .object(let members):
      appendAll(members.sorted { $0.key.isOrderedBeforeByBytes($1.key) }, ("{", "}")) { member in
        JSONValue.append(member.key, to: &text)
        text += ":"
        member.value.append(to: &text, level: level + 1, brokenTo: depth)
      }
    }
  }

  /// Appends `string` in quotation marks. Escaped is what JSON does not allow in a string, and the other control
  /// characters, which it does: a terminal would take them as such.
  private static func append(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension String {
  /// Whether the UTF-8 bytes of this string come first: an order that needs no table of Unicode and never changes.
  func isOrderedBeforeByBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
