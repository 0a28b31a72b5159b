/// A curve in one line of characters: the higher, the greater. None fills its cell, lest it touch the line above.
public enum Sparkline {
  private static let blocks = Array("▁▂▃▄▅▆▇")
  private static let ascii = Array("_.-=+*#")

  /// Draws values that are evenly apart, a character each.
  ///
  /// - Parameters:
  ///   - values: What to draw; what is not finite is left out.
  ///   - range: The values of the lowest and the highest character; those of the values if `nil`.
  ///   - hasUnicode: Whether characters beyond ASCII may be used.
  /// - Returns: As many characters as values.
  public static func text(_ values: [Double], in range: ClosedRange<Double>? = nil, hasUnicode: Bool = true) -> String {
    let characters = hasUnicode ? blocks : ascii
    let finite = values.filter(\.isFinite)
    guard let least = range?.lowerBound ?? finite.min(), let most = range?.upperBound ?? finite.max() else {
      return String(repeating: " ", count: values.count)
    }
    return String(
      values.map { value in
        guard value.isFinite else { return " " }
        // A line without any ups and downs is drawn in the middle.
        let part = most > least ? min(1, max(0, (value - least) / (most - least))) : 0.5
        return characters[Int((part * Double(characters.count - 1)).rounded())]
      })
  }
}
