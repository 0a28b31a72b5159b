extension ImageSet {
  /// The class of a name or, if no class has it as its name, of a number, as ``ClassNames/number(of:in:)`` finds it.
  public func classNumber(of text: String) -> UInt8? { ClassNames.number(of: text, in: classNames) }

  /// The name of a class, or its number if it has none.
  public func className(of number: UInt8) -> String { ClassNames.name(of: number, in: classNames) }

  /// Walks over all labels for their CRC-32; `nil` if there are none.
  public func computeLabelChecksum() -> UInt32? {
    guard let labels else { return nil }
    var checksum = CRC32()
    checksum.update(labels.span.bytes)
    return checksum.value
  }
}
