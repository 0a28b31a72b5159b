import Platform

/// The names of the classes 0, 1, ...; an empty one, or one that is missing at the end, is not known.
public enum ClassNames {
  /// The class of a name or, if no class has it as its name, of a number; `nil` if there is none.
  ///
  /// Upper and lower case, and what stands between letters and digits, do not count where no name is the same to the
  /// letter: "ankle-boot" is "Ankle boot". A name that is no UTF-8 may be given as messages show it, "caf\xE9".
  public static func number(of text: String, in names: [String]) -> UInt8? {
    let shown = String(decoding: text.pathBytes, as: UTF8.self)
    let same = names.firstIndex { $0.utf8.elementsEqual(text.utf8) }
    if let exact = same ?? names.firstIndex(of: text) ?? names.firstIndex(of: shown) {
      return UInt8(exactly: exact)
    }
    if let number = UInt8(text) { return number }
    let wanted = letters(of: text)
    if wanted.isEmpty { return nil }
    let alike = names.indices.filter { letters(of: names[$0]) == wanted }
    return alike.count == 1 ? alike.first.flatMap { UInt8(exactly: $0) } : nil
  }

  /// The name of a class, or its number if it has none.
  public static func name(of number: UInt8, in names: [String]) -> String {
    let name = names.indices.contains(Int(number)) ? names[Int(number)] : ""
    return name.isEmpty ? String(number) : name
  }

  /// The letters and digits of a name in lower case.
  private static func letters(of name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
}
