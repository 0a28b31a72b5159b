import CommandLineKit
import Evaluation
import Platform

/// Options of every command that judges images.
enum EvaluationOptions {
  static let cache = Option<String?>(
    "cache", valueName: "DIR",
    help: "Where the classifier is kept that judges images. (default: dcgan in $XDG_CACHE_HOME or ~/.cache)")

  /// The directory that the option names, or the user's; `nil` if there is none.
  static func cache(_ arguments: ParsedArguments) -> ClassifierCache? {
    arguments[cache].map { ClassifierCache(directory: $0) }
      ?? ClassifierCache(environment: ProcessTexts.environment)
  }
}
