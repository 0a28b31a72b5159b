import CommandLineKit
import Evaluation
import FileFormats

/// An evaluation for people and for programs.
struct EvaluationReport {
  private let evaluation: Judgement
  private let names: [String]
  private let subject: JudgedSubject

  init(_ evaluation: Judgement, names: [String], subject: JudgedSubject) {
    self.evaluation = evaluation
    self.names = names
    self.subject = subject
  }

  /// As `evaluation.json` holds it.
  var json: JSONValue {
    guard case .object(var members) = evaluation.json(classNames: names) else { return .null }
    members["subject"] = .string(subject.name)
    members["step"] = subject.step.map { .number($0) } ?? .null
    members["data"] = .string(subject.dataPath)
    return .object(members)
  }

  /// What a narrow terminal has no room for, the least first, of the figures: the interval of the floor, which way is
  /// better, the interval.
  private static let lesserFigures = [4, 5, 2]
  /// And of the classes, all but the shares, from the last.
  private static let lesserClassFigures = 4

  /// For people, the tables within so many columns of a terminal if it is for one.
  func text(within columns: Int?) -> String {
    let meaning = Meaning(evaluation, classNames: names)
    func prose(_ texts: [String]) -> [String] {
      columns.map { columns in texts.flatMap { $0.wrapped(to: columns) } } ?? texts
    }
    var lines = prose(meaning.reservations + [meaning.sentence])
    lines += [""] + prose([heading]) + [""] + figures.lines(within: columns, leavingOut: Self.lesserFigures)
    if !evaluation.classes.isEmpty {
      let table = classes
      let lesser = (1...Self.lesserClassFigures).map { table.columnCount - $0 }
      lines += [""] + table.lines(within: columns, leavingOut: lesser)
    }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    let features =
      switch evaluation.features {
      case .classifier(_, let accuracy):
        "features of a classifier that is right on \((accuracy * 100).text(decimals: 1)) % of unseen images"
      case .random: "features of a network with random weights"
      }
    let reference = evaluation.against == .train ? "training" : evaluation.against.rawValue
    let step = subject.step.map { " (step \($0.grouped))" } ?? ""
    return "\(subject.name)\(step): \(counted(evaluation.count, "image")) against as many \(reference) "
      + "images of \(subject.dataPath), \(features)"
  }

  private var figures: TextTable {
    var table = TextTable([.left, .right, .left, .right, .left, .left])
    table.add(["", "samples", "interval", "floor", "interval", "better"])
    func add(_ name: String, _ judged: Judgement.Judged?, _ decimals: Int, _ better: String) {
      guard let judged else { return table.add([name, "-", "", "-", "", better]) }
      func cells(_ figure: FigureValue?) -> [String] {
        let interval = figure?.interval.map {
          "[\($0.lowerBound.text(decimals: decimals)), \($0.upperBound.text(decimals: decimals))]"
        }
        return [figure?.value.text(decimals: decimals) ?? "-", interval ?? ""]
      }
      table.add([name] + cells(judged.sample) + cells(judged.floor) + [better])
    }
    add("Fréchet distance", evaluation.frechet, 3, "lower")
    add("kernel distance", evaluation.kernel, 5, "lower")
    add("precision", evaluation.precision, 3, "higher")
    add("recall", evaluation.recall, 3, "higher")
    add("density", evaluation.density, 3, "higher")
    add("coverage", evaluation.coverage, 3, "higher")
    add("classifier score", evaluation.score, 3, "higher")
    add("class shares", evaluation.histogram, 3, "lower")
    add("memorised (pixels)", evaluation.memorisedPixels, 3, "near the floor")
    add("memorised (features)", evaluation.memorisedFeatures, 3, "near the floor")
    return table
  }

  private var classes: TextTable {
    // Whether samples are of the classes that were asked for: others are put into classes by what they look like.
    let wereAsked = evaluation.classes.contains { $0.askedShare != nil }
    let headings =
      ["class"] + (wereAsked ? ["asked for", "seen", "real", "as asked"] : ["samples", "real"])
      + ["precision", "recall", "coverage", "memorised"]
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: headings.count - 1))
    table.add(headings)
    for it in evaluation.classes {
      func text(_ value: Double?) -> String { value?.text(decimals: 3) ?? "-" }
      let name = it.number < names.count ? names[it.number] : "\(it.number)"
      table.add(
        [name + (it.isMissing ? " (missing)" : "")] + (wereAsked ? [text(it.askedShare)] : [])
          + [text(it.seenShare), text(it.referenceShare)] + (wereAsked ? [text(it.accuracy)] : [])
          + [text(it.precision), text(it.recall), text(it.coverage), text(it.memorisedPixels)])
    }
    return table
  }
}
