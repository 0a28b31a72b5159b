import FileFormats
import GAN
import Runs
import TerminalGraphics

/// The curves of a run as lines of text below its picture.
struct CurveLines {
  let columns: Int
  let abilities: TerminalAbilities

  /// Beside each other they need as much.
  private static let columnsOfPairs = 72
  private static let ofDiscriminator = "38;5;75"
  private static let ofGenerator = "38;5;215"

  /// The lines that curves and health take on a screen of so many columns.
  static func count(columns: Int) -> Int { columns >= columnsOfPairs ? 3 : 5 }

  /// The lines.
  ///
  /// - Parameters:
  ///   - trace: The steps so far.
  ///   - health: The name of the verdict that stands; `nil` if nothing was examined yet.
  ///   - diversity: How far the pictures lie apart.
  ///   - place: Where the run stands, if nothing else says so.
  /// - Returns: As many as ``count(columns:)``.
  func lines(_ trace: MetricsTrace, health: String?, diversity: Double?, place: String?) -> [String] {
    let curves = [
      curve("loss D", trace, \.discriminatorLoss, nil, Self.ofDiscriminator),
      curve("loss G", trace, \.generatorLoss, nil, Self.ofGenerator),
      curve("D(real)", trace, \.realProbability, 0...1, Self.ofDiscriminator),
      curve("D(fake)", trace, \.fakeProbability, 0...1, Self.ofGenerator),
    ]
    let pairs =
      columns >= Self.columnsOfPairs ? [curves[0] + "   " + curves[1], curves[2] + "   " + curves[3]] : curves
    return pairs + [healthLine(health, diversity, place)]
  }

  private static let nameWidth = 7
  private static let valueWidth = 8

  private func curve(
    _ name: String, _ trace: MetricsTrace, _ value: KeyPath<StepMetrics, Double>, _ range: ClosedRange<Double>?,
    _ colour: String
  ) -> String {
    let whole = columns >= Self.columnsOfPairs ? (columns - 3) / 2 : columns
    let width = max(1, whole - Self.nameWidth - 1 - Self.valueWidth)
    let values = trace.means(width).map { $0[keyPath: value] }
    let line = Sparkline.text(values, in: range, hasUnicode: abilities.hasUnicode)
    let number = values.last.map(OutcomeText.number) ?? ""
    return name.padded(to: Self.nameWidth) + " " + coloured(line, colour)
      + String(repeating: " ", count: width - values.count) + number.padded(to: Self.valueWidth, atLeft: true)
  }

  private func healthLine(_ health: String?, _ diversity: Double?, _ place: String?) -> String {
    let colour = health == HealthVerdict.normal.name ? "32" : health == HealthVerdict.stagnation.name ? "33" : "31"
    let dot = abilities.hasUnicode ? "●" : "*"
    let verdict = health.map { "\(coloured(dot, colour)) \($0)" } ?? "not examined yet"
    let rest = [diversity.map { "diversity \(OutcomeText.number($0))" }, place].compactMap { $0 }
    let length = Self.nameWidth + 1 + (health.map { $0.count + 2 } ?? 16)
    // What does not fit is left out whole.
    var shown = ""
    for text in rest where length + shown.count + 3 + text.count <= columns { shown += "   " + text }
    return "health".padded(to: Self.nameWidth) + " " + verdict + shown
  }

  private func coloured(_ text: String, _ colour: String) -> String {
    abilities.hasColours ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
  }
}

extension String {
  /// The text with spaces behind it, or before it.
  fileprivate func padded(to width: Int, atLeft: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - count))
    return atLeft ? space + self : self + space
  }
}
