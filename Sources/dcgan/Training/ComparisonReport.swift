import FileFormats
import GAN
import NeuralNetwork
import Runs
import TensorCore

/// Several runs with the same seed, data and budget, side by side.
struct ComparisonReport {
  private let runs: [ComparedRun]
  /// The architectures whose training diverged.
  private let diverged: [String]
  private let processor: String

  /// Compares at least one run, which `context` trained.
  init(_ runs: [ComparedRun], diverged: [String], _ context: ComputeContext) {
    self.runs = runs
    self.diverged = diverged
    let threads = context.executor.threads
    processor = "\(context.instructionSet.rawValue), \(counted(threads, "thread"))"
  }

  private static let measuredHeads = [
    "architecture", "G params", "D params", "step ops", "steps", "images/s", "loss D", "loss G", "D(real)", "D(fake)",
  ]

  private var heads: [String] { Self.measuredHeads + (quality == nil ? [] : ["quality"]) + ["verdict"] }

  /// What the column of quality compares; `nil` if no run was judged, or figures may not be compared.
  private var quality: QualityRecord? {
    let records = runs.compactMap(\.quality).filter { $0.frechet != nil }
    guard let first = records.first, records.allSatisfy(first.isComparable) else { return nil }
    return first
  }

  /// A row a run: size in millions, speed, and means over the last fifth of its steps.
  private var rows: [[String]] {
    let rows = runs.map { run in
      let last = run.history.means(parts: Self.parts).last ?? nil
      func mean(_ value: KeyPath<StepMetrics, Double>) -> String { last?[keyPath: value].text(decimals: 3) ?? "-" }
      let sizes = [run.cost.generatorParameters, run.cost.discriminatorParameters, run.cost.stepMultiplyAdds]
      return [run.name] + sizes.map { (Double($0) / 1e6).text(decimals: 1) } + [
        run.steps.grouped, run.imagesPerSecond.text(decimals: 0), mean(\.discriminatorLoss), mean(\.generatorLoss),
        mean(\.realProbability), mean(\.fakeProbability),
      ] + (quality == nil ? [] : [run.quality.flatMap { Self.text($0) } ?? "-"])
        + [OutcomeText(outcome: run.outcome).name]
    }
    return rows
      + diverged.map { name in
        [name] + heads.dropFirst().map { $0 == "verdict" ? "DIVERGED" : $0 == "steps" ? "diverged" : "-" }
      }
  }

  private static func text(_ record: QualityRecord) -> String? {
    record.frechet.map { "\($0.text(decimals: 2)) (\(record.word ?? "-"))" }
  }

  private static let parts = 5
  private static let pictureName = "samples.png"
  private static let reportName = "report.md"
  /// The files that ``write(to:)`` makes.
  static let fileNames = [reportName, pictureName]

  /// The comparison for the terminal.
  var table: String {
    var table = TextTable([.left] + Array(repeating: .right, count: heads.count - 1))
    table.add(heads)
    rows.forEach { table.add($0) }
    return table.lines.joined(separator: "\n")
  }

  /// Refuses, before long work, to replace files in a directory that are no comparison's.
  static func checkReplaceable(in directory: String) throws {
    let path = "\(directory)/\(reportName)"
    let report = String(decoding: try WholeFile.readIfAny(path: path, maximumSize: 1 << 20), as: UTF8.self)
    guard report.isEmpty || report.prefix(while: { $0 != "\n" }).hasSuffix(titleEnd) else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "this is no comparison's report, and one would replace it; name another directory with --out, or add "
          + "--overwrite")
    }
    try ImageFile.checkReplaceable("\(directory)/\(pictureName)")
  }

  private static let titleEnd = ": a comparison"

  /// Writes `report.md` and `samples.png`.
  func write(to directory: String) throws {
    let picture = "\(directory)/\(Self.pictureName)"
    try AtomicFile.write(
      try PNG.encode(RasterImage(sideBySide: runs.map(\.samples), gap: 16), path: picture), to: picture,
      replaceExisting: true)
    try AtomicFile.write(Array(markdown.utf8), to: "\(directory)/\(Self.reportName)", replaceExisting: true)
  }

  private var markdown: String {
    var lines = ["# \(runs.map(\.name).joined(separator: ", "))\(Self.titleEnd)", ""]
    if let run = runs.first {
      let training = run.configuration.training
      lines += [
        "Each was trained on the same \(counted(training.data.imageCount, "image")) of "
          + "\(training.architecture.image.imageText) in `\(run.configuration.data)`, on \(processor), with "
          + TrainingSettings.table.compactMap { setting in
            // What a file leaves out is as it always was, and would only hide what is not.
            guard setting.json(in: training.settings) != nil else { return nil }
            return setting.ownText(in: training.settings).map { "\(setting.title) \($0)" }
          }.joined(separator: ", ") + ".", "",
      ]
    }
    lines += Self.table(heads, rows)
    lines += [
      "",
      "G is the generator, D the discriminator. Parameters and multiply-adds (ops: of a training step, for one image) "
        + "are in millions. Losses and the mean probabilities that D gives real and fake images are means over the "
        + "last "
        + "fifth of the steps. Losses of different networks cannot tell which makes better images: look at the "
        + "samples. "
        + "\"Diverged\" means that the numbers exploded, with smaller learning rates too."
        + (quality.map {
          " Quality is the Fréchet distance, the lower the better, of \($0.count.grouped) images against as many "
            + "\($0.against) images, and what `dcgan evaluate` calls them."
        } ?? ""),
      "", "## Losses of D / G in each fifth of the run", "",
    ]
    let means = runs.map { $0.history.means(parts: Self.parts) }
    lines += Self.table(
      ["fifth"] + runs.map(\.name),
      (0..<Self.parts).map { part in
        ["\(part + 1)"]
          + means.map {
            $0[part].map { "\($0.discriminatorLoss.text(decimals: 3)) / \($0.generatorLoss.text(decimals: 3))" } ?? "-"
          }
      })
    lines += [
      "", "## Samples", "", "In this order, from left to right: \(runs.map(\.name).joined(separator: ", ")).", "",
      "![samples side by side](\(Self.pictureName))", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> [String] {
    let rule = ["---"] + Array(repeating: "---:", count: heads.count - 1)
    return ([heads, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
  }
}
