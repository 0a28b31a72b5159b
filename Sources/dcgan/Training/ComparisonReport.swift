import CommandLineKit
import FileFormats
import GAN
import NeuralNetwork
import Platform
import Runs
import TensorCore

/// Several runs, side by side: trained alike but for what is compared, or as they are.
struct ComparisonReport {
  private let runs: [ComparedRun]
  /// The architectures whose training diverged.
  private let diverged: [String]
  /// What trained them; `nil` if that is not known of all.
  private let processor: String?

  /// Compares at least one run. `context` is what trained all of them, if that is known.
  init(_ runs: [ComparedRun], diverged: [String], _ context: ComputeContext?) {
    self.runs = runs
    self.diverged = diverged
    processor = context.map { "\($0.instructionSet.rawValue), \(counted($0.executor.threads, "thread"))" }
  }

  private static let measuredHeads = [
    "G params", "D params", "step ops", "steps", "images/s", "loss D", "loss G", "D(real)", "D(fake)",
  ]

  /// What the runs are told apart by.
  private var kind: String {
    runs.allSatisfy { $0.name == $0.configuration.training.architecture.name } ? "architecture" : "run"
  }

  private var heads: [String] { [kind] + Self.measuredHeads + (quality == nil ? [] : ["quality"]) + ["verdict"] }

  /// What the column of quality compares; `nil` if no run was judged, or figures may not be compared.
  private var quality: QualityRecord? { QualityRecord.yardstick(runs.compactMap(\.quality)) }

  /// A row a run: size in millions, speed, and means over the last fifth of its steps.
  private var rows: [[String]] {
    let rows = runs.map { run in
      let last = run.history.means(parts: Self.parts).last ?? nil
      func mean(_ value: KeyPath<StepMetrics, Double>) -> String {
        last.map { OutcomeText.number($0[keyPath: value]) } ?? "-"
      }
      let sizes = [run.cost.generatorParameters, run.cost.discriminatorParameters, run.cost.stepMultiplyAdds]
      return [run.name] + sizes.map { (Double($0) / 1e6).text(decimals: 1) } + [
        run.steps.grouped, run.imagesPerSecond?.text(decimals: 0) ?? "-", mean(\.discriminatorLoss),
        mean(\.generatorLoss), mean(\.realProbability), mean(\.fakeProbability),
      ] + (quality == nil ? [] : [run.quality?.brief ?? "-"])
        + [OutcomeText(outcome: run.outcome).name]
    }
    return rows
      + diverged.map { name in
        [name] + heads.dropFirst().map { $0 == "verdict" ? "DIVERGED" : $0 == "steps" ? "diverged" : "-" }
      }
  }

  private static let parts = 5
  private static let pictureName = "samples.png"
  private static let reportName = "report.md"
  /// The files that ``write(to:_:)`` makes.
  static let fileNames = [reportName, pictureName]

  /// What a narrow terminal has no room for, the least first: sizes, probabilities, operations, speed, steps, losses. The
  /// report has all of it.
  private static let lesserColumns = [2, 1, 9, 8, 3, 5, 4, 7, 6]

  /// The comparison for a terminal of so many columns, if it goes to one. What differs stands below it, unless the names
  /// say it.
  func table(within columns: Int?) -> String {
    var table = TextTable([.left] + Array(repeating: .right, count: heads.count - 1))
    table.add(heads)
    rows.forEach { table.add($0) }
    let differing = kind == "architecture" ? [] : differences
    return
      (table.lines(within: columns, leavingOut: Self.lesserColumns)
      + differing.map { "\($0.title): \($0.values.joined(separator: ", "))" })
      .joined(separator: "\n")
  }

  /// What the runs were begun with that is not the same for all, a text for each run.
  private var differences: [(title: String, values: [String])] {
    let trainings = runs.map(\.configuration.training)
    let settings: [(String, [String])] = TrainingSettings.table.map { setting in
      (setting.title, trainings.map { setting.text(in: $0.settings) ?? "-" })
    }
    let others: [(String, [String])] = [
      ("architecture", trainings.map(\.architecture.name)), ("data", runs.map(\.configuration.data)),
      ("images", trainings.map { $0.data.imageCount.grouped }),
    ]
    return (others + settings).filter { Set($0.1).count > 1 }.map { (title: $0.0, values: $0.1) }
  }

  /// Refuses runs whose samples could not stand beside each other.
  static func requireOneSize(_ runs: [ComparedRun]) throws {
    guard let first = runs.first else { return }
    try requireSize(first.configuration.training.architecture.image, runs)
  }

  /// Refuses runs whose images have another size.
  static func requireSize(_ image: Shape, _ runs: [ComparedRun]) throws {
    for run in runs where run.configuration.training.architecture.image != image {
      throw UsageError(
        "The images of '\(run.name)' are \(run.configuration.training.architecture.image.imageText), and those of others "
          + "\(image.imageText): they cannot stand side by side.")
    }
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

  /// Refuses, before long work, a directory in which the files could not be written.
  static func checkCreatable(in directory: String) throws {
    guard isDirectory(directory) else { return }
    for name in fileNames { try AtomicFile.checkCreatable("\(directory)/\(name)") }
  }

  private static let titleEnd = ": a comparison"

  /// Writes `report.md` and `samples.png`, which are parts of a result.
  func write(to directory: String, _ result: UnfinishedResult) throws {
    let picture = "\(directory)/\(Self.pictureName)"
    let files = [
      (picture, try PNG.encode(RasterImage(sideBySide: runs.map(\.samples), gap: 16), path: picture)),
      ("\(directory)/\(Self.reportName)", Array(markdown.utf8)),
    ]
    for (path, bytes) in files {
      try result.addFile(path) { try AtomicFile.write(bytes, to: path, replaceExisting: true) }
    }
  }

  /// What all runs have in common, as a sentence.
  private func howTrained(_ run: RunConfiguration) -> String {
    let training = run.training
    let differing = Set(differences.map(\.title))
    let hasOneSet = !differing.contains("images") && !differing.contains("data")
    let images = "\(counted(training.data.imageCount, "image")) of \(training.architecture.image.imageText)"
    let data =
      hasOneSet ? "Each was trained on the same \(images) in `\(run.data)`" : "They were trained on different images"
    let settings: [String] = TrainingSettings.table.compactMap { setting in
      // What a file leaves out is as it always was, and would only hide what is not.
      guard setting.json(in: training.settings) != nil, !differing.contains(setting.title) else { return nil }
      return setting.ownText(in: training.settings).map { "\(setting.title) \($0)" }
    }
    let place = processor.map { ", on \($0)" } ?? ""
    return "\(data)\(place), with \(settings.joined(separator: ", "))."
  }

  private var markdown: String {
    var lines = ["# \(runs.map(\.name).joined(separator: ", "))\(Self.titleEnd)", ""]
    if let run = runs.first { lines += [howTrained(run.configuration), ""] }
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
            $0[part].map {
              "\(OutcomeText.number($0.discriminatorLoss)) / \(OutcomeText.number($0.generatorLoss))"
            } ?? "-"
          }
      })
    let differing = differences
    if kind == "run", !differing.isEmpty {
      lines += ["", "## What differs", ""]
      lines += Self.table(["setting"] + runs.map(\.name), differing.map { [$0.title] + $0.values })
    }
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
