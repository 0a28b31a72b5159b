/// A whole number as people write it: `60000`, `60_000`, `60,000`, `6e4`, `60k`, `1.5M`.
///
/// Underscores and commas part groups of three digits. A number with a decimal point needs an exponent or a unit (`k`
/// is a thousand, `M` a million) that makes it whole.
enum WholeNumberText {
  /// What a text is.
  enum Reading: Equatable {
    /// A sign, and digits without zeros before them: `-` and `5`.
    case digits(isNegative: Bool, String)
    /// A number with so many digits that no type holds it.
    case tooLarge
    /// Something else, or a number with a fraction.
    case other
  }

  /// Zeros beyond these are counted, not written.
  private static let maximumDigits = 40
  private static let units: [Character: Int] = ["k": 3, "K": 3, "M": 6]

  /// Reads a text.
  static func read(_ text: String) -> Reading {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if let sign = rest.first, "+-".contains(sign) { rest.removeFirst() }
    var shift = 0
    if let unit = rest.last, let power = units[unit] {
      shift = power
      rest.removeLast()
    }
    var isScaled = shift > 0
    if let place = rest.firstIndex(where: { "eE".contains($0) }) {
      let exponent = rest[rest.index(after: place)...]
      let written = exponent.first == "+" ? exponent.dropFirst() : exponent
      guard !isScaled, isDigits(written) else { return .other }
      // An exponent that is itself too large for a number.
      shift = Int(written) ?? .max
      isScaled = true
      rest = rest[..<place]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap(ungrouped), parts.count == 1 || (parts.count == 2 && isScaled) else {
      return .other
    }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard isDigits(fraction) || parts.count == 1 else { return .other }
    let significant = String(fraction.reversed().drop { $0 == "0" }.reversed())
    guard significant.count <= shift else { return .other }
    let digits = (whole + significant).drop { $0 == "0" }
    if digits.isEmpty { return .digits(isNegative: isNegative, "0") }
    let zeros = shift - significant.count
    guard zeros <= maximumDigits, digits.count + zeros <= maximumDigits else { return .tooLarge }
    return .digits(isNegative: isNegative, digits + String(repeating: "0", count: zeros))
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The digits without what parts their groups; `nil` if the groups are not of three digits.
  private static func ungrouped(_ text: Substring) -> String? {
    for separator in "_," where text.contains(separator) {
      let groups = text.split(separator: separator, omittingEmptySubsequences: false)
      guard groups.allSatisfy(isDigits), groups[0].count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
        return nil
      }
      return groups.joined()
    }
    return isDigits(text) ? String(text) : nil
  }
}

extension FixedWidthInteger {
  /// The number that a text is, as people write it; `nil` if it is none, or none of the type.
  init?(asPeopleWrite text: String) {
    guard case .digits(let isNegative, let digits) = WholeNumberText.read(text) else { return nil }
    self.init((isNegative && digits != "0" ? "-" : "") + digits)
  }

  /// Whether a text is a whole number that the type cannot hold because it is too large.
  static func isExceeded(by text: String) -> Bool {
    switch WholeNumberText.read(text) {
    case .digits(let isNegative, let digits): !isNegative && Self(digits) == nil
    case .tooLarge: true
    case .other: false
    }
  }
}
