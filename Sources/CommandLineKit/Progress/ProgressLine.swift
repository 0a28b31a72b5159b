/// What is said about work under way: as a drawn line that fits a screen, or as plain text.
struct ProgressLine: Equatable {
  /// How much is done, 0...1.
  var fraction: Double
  /// Texts of the caller's, the most important first.
  var fields: [String] = []
  /// How long the rest will take, if that is known.
  var timeLeft: Duration?

  /// On a narrower screen the fields are worth more than a bar.
  private static let narrowestWithBar = 60
  private static let cellsOfBar = 8...40
  /// Two brackets, and the space between the bar and the text.
  private static let frameOfBar = 3
  private static let gap = "  "

  /// The line without a bar.
  var plain: String {
    joined([percentage] + fields + timeLeftText)
  }

  /// The line with a bar, in at most `width` characters: `[====>     ]  45 %  epoch 3/5  4:05 left`.
  ///
  /// What does not fit is left out whole, since a number that is cut short is another number: first the last fields,
  /// then the time left. The bar takes up the room that remains.
  func rendered(width: Int) -> String {
    let hasBar = width >= Self.narrowestWithBar
    let roomForText = hasBar ? width - Self.cellsOfBar.lowerBound - Self.frameOfBar : width
    let start = String(repeating: " ", count: 5 - percentage.count) + percentage
    let end = joined([start] + timeLeftText).count <= roomForText ? timeLeftText : []
    var shownFields: [String] = []
    for field in fields {
      guard joined([start] + shownFields + [field] + end).count <= roomForText else { break }
      shownFields.append(field)
    }
    let text = joined([start] + shownFields + end)
    guard hasBar else { return String(text.prefix(max(0, width))) }
    return bar(cells: min(width - Self.frameOfBar - text.count, Self.cellsOfBar.upperBound)) + " " + text
  }

  /// Rounded down, so that 100 % means that all is done; what is not a number counts as nothing.
  private var percentage: String { "\(Int(clampedFraction * 100)) %" }

  private var timeLeftText: [String] {
    timeLeft.map { ["\($0.clockText) left"] } ?? []
  }

  private var clampedFraction: Double {
    fraction.isNaN ? 0 : min(max(fraction, 0), 1)
  }

  private func joined(_ texts: [String]) -> String {
    texts.joined(separator: Self.gap)
  }

  private func bar(cells: Int) -> String {
    let full = Int(clampedFraction * Double(cells))
    let done = String(repeating: "=", count: full)
    return full == cells ? "[\(done)]" : "[\(done)>\(String(repeating: " ", count: cells - full - 1))]"
  }
}
