import FileFormats
import GAN
import Runs

/// The curves of one run or several: losses, the discriminator's probabilities, health, speed and quality, a panel
/// each.
///
/// Of a single run, a panel's curves have a colour each; of several, each run has a colour, and a panel's second curve
/// is dashed.
public struct RunPlot {
  /// A run that is drawn.
  public struct Run: Sendable {
    /// What it is called.
    public let name: String
    /// What became of it, in a few words; nothing if that is not known.
    public let remark: String
    /// Its curves.
    public let curves: RunCurves

    /// A run with its name.
    public init(name: String, remark: String, curves: RunCurves) {
      (self.name, self.remark, self.curves) = (name, remark, curves)
    }
  }

  /// The most runs whose colours can be told apart.
  public static var maximumRunCount: Int { Style.colours.count }

  private let runs: [Run]
  private let panels: [Panel]

  /// The points of a curve that fit beside each other: others are drawn together; fewer of each where curves of several
  /// runs would hide each other.
  private static func maximumPoints(runs count: Int) -> Int { max(60, 240 / count) }
  /// The most measurements that are shown as dots.
  private static let maximumDots = 60

  /// What a panel shows.
  private struct Contents {
    let title: String
    let range: PlotRange
    let measures: [(measure: Curve.Measure, name: String)]
  }

  private static let contents = [
    Contents(
      title: "Losses", range: .amount,
      measures: [(.discriminatorLoss, "discriminator"), (.generatorLoss, "generator")]),
    Contents(
      title: "Taken for real", range: .part,
      measures: [(.realProbability, "real images, D(real)"), (.fakeProbability, "fakes, D(fake)")]),
    Contents(
      title: "Health of the pictures", range: .amount,
      measures: [(.diversity, "diversity"), (.pictureChange, "change")]),
    Contents(title: "Speed", range: .amount, measures: [(.imagesPerSecond, "images a second")]),
    Contents(title: "Quality: Fréchet distance, the less the better", range: .factor, measures: [(.frechet, "")]),
    Contents(
      title: "Quality: the more the better", range: .part, measures: [(.precision, "precision"), (.recall, "recall")]),
  ]

  /// A plot of runs, at least one and at most ``maximumRunCount``; `nil` if none of them has logged anything.
  public init?(_ runs: [Run]) {
    precondition((1...Self.maximumRunCount).contains(runs.count))
    self.runs = runs
    panels = Self.contents.compactMap { Self.panel($0, runs) }
    if panels.isEmpty { return nil }
  }

  private static func panel(_ contents: Contents, _ runs: [Run]) -> Panel? {
    let isSingle = runs.count == 1
    var lines: [Panel.Line] = []
    for (number, run) in runs.enumerated() {
      for (place, item) in contents.measures.enumerated() {
        guard let curve = run.curves[item.measure] else { continue }
        let isQuality = item.measure.isOfEvaluation
        lines.append(
          Panel.Line(
            points: curve.thinned(to: maximumPoints(runs: runs.count)).points,
            paint: Style.colours[isSingle ? place : number],
            isDashed: !isSingle && place > 0, width: runs.count > 2 ? Style.thinLine : Style.line,
            bandOpacity: isSingle ? 0.18 : 0.1,
            hasDots: isQuality && curve.points.count <= maximumDots))
      }
    }
    guard !lines.isEmpty else { return nil }
    let legend = contents.measures.enumerated().compactMap { place, item in
      item.name.isEmpty ? nil : (item.name, isSingle ? Style.colours[place] : Style.greyInk, !isSingle && place > 0)
    }
    var panel = Panel(
      title: contents.title, range: contents.range, lines: lines, legend: legend,
      lastStep: runs.map(\.curves.lastStep).max() ?? 0)
    if isSingle, contents.measures.contains(where: { $0.measure == .diversity }) {
      panel.marks = runs[0].curves.health.filter { $0.isTrouble }.map { ($0.steps, $0.health) }
    }
    return panel
  }

  /// The drawing: two panels beside each other.
  public var drawing: Drawing {
    let header = PlotHeader(runs)
    let columns = min(2, panels.count)
    let rows = (panels.count + columns - 1) / columns
    let width = (Style.width - 2 * Style.margin - Double(columns - 1) * Style.panelGap) / Double(columns)
    let height = header.height + Double(rows) * Style.panelHeight + Style.margin / 2
    var drawing = Drawing(
      width: Style.width, height: height, title: "Curves of \(runs.map(\.name).joined(separator: ", "))")
    header.draw(on: &drawing)
    for (number, panel) in panels.enumerated() {
      let (column, row) = (Double(number % columns), Double(number / columns))
      panel.draw(
        on: &drawing,
        in: Rectangle(
          x: Style.margin + column * (width + Style.panelGap), y: header.height + row * Style.panelHeight, width: width,
          height: Style.panelHeight))
    }
    return drawing
  }
}

extension HealthSpan {
  /// Whether something was wrong.
  fileprivate var isTrouble: Bool { health != HealthVerdict.normal.name }
}

extension Curve.Measure {
  /// Whether it is measured by evaluations, and not by steps.
  fileprivate var isOfEvaluation: Bool {
    switch self {
    case .frechet, .kernel, .precision, .recall, .density, .coverage: true
    case .discriminatorLoss, .generatorLoss, .realProbability, .fakeProbability, .diversity, .pictureChange,
      .learningRateFactor, .imagesPerSecond:
      false
    }
  }
}
