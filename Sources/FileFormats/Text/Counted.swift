/// A number of things in words: "1 image", "60,000 images", "2 classes".
///
/// - Parameters:
///   - count: How many there are.
///   - noun: What one of them is called.
///   - plural: What several are called, if that is not the noun with an "s".
///   - isGrouped: Whether commas part the digits, as is done with what people count, but not with bytes of a file.
/// - Returns: The number and the noun.
public func counted(_ count: Int, _ noun: String, plural: String? = nil, isGrouped: Bool = true) -> String {
  "\(isGrouped ? count.grouped : String(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A number of bytes in words, without commas.
func bytesText(_ count: Int) -> String { counted(count, "byte", isGrouped: false) }
