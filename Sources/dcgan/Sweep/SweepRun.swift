import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// A run of a sweep, as far as it is known before any of them begins.
struct SweepRun {
  /// What tells it from the others.
  let combination: Combination
  /// Where it lies.
  let directory: RunDirectory
  /// The command line that starts it or goes on with it: `dcgan train` with these words.
  let words: [String]

  /// What the runs of a sweep are given alike.
  static let sharedKeys: [any ArgumentKey] =
    [TrainOptions.data, TrainOptions.limit, TrainOptions.config] + ArchitectureOptions.networks + TrainOptions.training
    + TrainOptions.run + [
      EvaluationOptions.cache, TrainOptions.maxSteps, TrainOptions.maxTime, TrainOptions.initFrom,
      ProcessorOptions.instructionSet,
    ]

  /// All runs of a sweep, each checked as far as that can be done without training it.
  ///
  /// - Throws: What is wrong with the first that cannot be trained: `UsageError`, or what reading the files throws.
  static func all(_ arguments: ParsedArguments, out: String, _ context: ComputeContext) throws -> [SweepRun] {
    let variations = arguments[SweepCommand.variations]
    for variation in variations {
      let key = try variation.key()
      guard !arguments.wasGiven(key.parameter.name) else {
        throw UsageError("'\(variation.name)' varies, and '--\(variation.name)' is given too. Leave one of them out.")
      }
    }
    let shared = arguments.words(of: sharedKeys)
    var cache: [DataKey: TrainingData] = [:]
    var runs: [SweepRun] = []
    for typed in try Combination.all(variations) {
      let (combination, words) = try normalized(typed)
      let directory = RunDirectory("\(out)/\(combination.name)")
      guard !runs.contains(where: { $0.directory == directory }) else {
        throw UsageError("Two of the runs would be '\(combination.name)': a value is given twice.")
      }
      let run = SweepRun(
        combination: combination, directory: directory,
        words: shared + words + ["--out=\(directory.path)", "--continue"])
      try run.check(context) { path, limit in
        let key = DataKey(path: path, limit: limit)
        if let data = cache[key] { return data }
        let data = try TrainingData(path: path, limit: limit)
        cache[key] = data
        return data
      }
      runs.append(run)
    }
    return runs
  }

  /// A data set that several runs learn from, and that is read once.
  private struct DataKey: Hashable {
    let path: String
    let limit: Int?
  }

  /// The values as the program writes them, so that 1e-4 and 0.0001 are one run, and the words that give them.
  private static func normalized(_ typed: Combination) throws -> (Combination, [String]) {
    var values: [Combination.Value] = []
    for value in typed.values {
      let variation = Variation(argument: "\(value.name)=\(value.text)")
      guard let key = try variation?.key() else { continue }
      values.append(.init(name: value.name, text: try key.parameter.normalized(value.text)))
    }
    return (Combination(values: values), values.map { "--\($0.name)=\($0.text)" })
  }

  /// Refuses a run that could not be trained, or one that is there and was begun otherwise.
  private func check(
    _ context: ComputeContext, load: (_ path: String, _ limit: Int?) throws -> TrainingData
  ) throws {
    let arguments = try TrainCommand.command.parse(words)
    if directory.holdsRun() {
      let recorded = try RunConfiguration(directory).training
      let contradictions =
        try ArchitectureOptions.contradictions(arguments, recorded.architecture)
        + SettingOptions.contradictions(arguments, recorded.settings, TrainingSettings.table)
      guard let first = contradictions.first else { return }
      throw UsageError(
        "'\(first.option)' contradicts the run in '\(directory.path)', which has \(first.started). Give the options that "
          + "the sweep was begun with, or name another directory with --out.")
    }
    let run = try RequestedRun(arguments, load: load).run
    let cache = EvaluationOptions.cache(arguments)
    try run.check(context) { _ = try TrainingReference(run.settings, data: run.data.path, $0, cache, context) }
  }
}
