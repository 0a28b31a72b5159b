extension String {
  /// The text as a message may show it: not too long, and without control characters, which could play tricks on a
  /// terminal. For everything that comes out of a file.
  package var excerpt: String { excerpt(80) }

  /// The same, of so many characters.
  package func excerpt(_ maximumLength: Int) -> String {
    var text = ""
    for scalar in unicodeScalars.prefix(maximumLength) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > maximumLength ? text + "..." : text
  }
}
