import CommandLineKit
import FileFormats
import GAN
import Runs

/// What `dcgan compare` is given beside its options: a run that is there, or a setting with the values to train with.
enum ComparedItem: ArgumentValue {
  case run(RunDirectory)
  case variation(Variation)

  static let expectation = "the directory of a run, or a setting and its values, such as learning-rate=1e-4,4e-4"

  init?(argument: String) {
    // The runs of a sweep have names with such a sign, too.
    if !fileExists(argument), !argument.contains("/"), argument.contains("=") {
      guard let variation = Variation(argument: argument) else { return nil }
      self = .variation(variation)
    } else if !argument.isEmpty {
      self = .run(RunDirectory(argument.count > 1 && argument.hasSuffix("/") ? String(argument.dropLast()) : argument))
    } else {
      return nil
    }
  }

  static func fault(of text: String) -> ArgumentFault? { Variation.fault(of: text) }

  var argumentText: String {
    switch self {
    case .run(let run): run.path
    case .variation(let variation): variation.argumentText
    }
  }

  /// The run, if it is one.
  var run: RunDirectory? {
    if case .run(let run) = self { run } else { nil }
  }

  /// The setting with its values, if it is one.
  var variation: Variation? {
    if case .variation(let variation) = self { variation } else { nil }
  }

  /// The settings whose values may vary in a comparison: the images are the same for all.
  static let keys: [any ArgumentKey] =
    [ArchitectureOptions.latentSize, ArchitectureOptions.baseChannels] + TrainOptions.training
    + SettingOptions.keys([RunSettings.Table.epochs], defaults: RunSettings())
}

extension [RunDirectory] {
  /// A name for each: the last of its path, or all of it where that names two.
  var shortNames: [String] {
    let short = map { PathComponents.lastName(of: $0.path) ?? $0.path }
    return zip(self, short).map { run, name in short.count { $0 == name } > 1 ? run.path : name }
  }
}
