extension ImageSet {
  /// The class of a name or, if no class has it as its name, of a number; `nil` if there is none.
  public func classNumber(of text: String) -> UInt8? {
    classNames.firstIndex(of: text).flatMap { UInt8(exactly: $0) } ?? UInt8(text)
  }

  /// The name of a class, or its number if it has none.
  public func className(of number: UInt8) -> String {
    let name = classNames.indices.contains(Int(number)) ? classNames[Int(number)] : ""
    return name.isEmpty ? String(number) : name
  }
}
