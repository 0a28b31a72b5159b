extension Architecture {
  /// Whether a text can be an architecture's name: it becomes part of a run directory's.
  static func isName(_ text: String) -> Bool {
    func isPlain(_ character: Character) -> Bool { character.isASCII && (character.isLetter || character.isNumber) }
    guard let first = text.first, isPlain(first), text.utf8.count <= 64 else { return false }
    return text.allSatisfy { isPlain($0) || "-_.".contains($0) }
  }
}
