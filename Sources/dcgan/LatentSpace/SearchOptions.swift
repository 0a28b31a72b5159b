import CommandLineKit
import GAN
import LatentSpace

/// Options of the commands that search for the latent vectors of given images.
enum SearchOptions {
  private static let standard = SearchSettings()

  static let seed = Option<UInt64>(
    "seed", valueName: "N", default: 0, help: "Seed of the latent vectors that the search starts from.")
  static let candidates = Option<Int>(
    "candidates", valueName: "N", default: standard.candidates,
    help: "Random latent vectors to look at first; each image's search starts from those most like it.",
    validate: .in(1...1_000_000))
  static let restarts = Option<Int>(
    "restarts", valueName: "N", default: standard.restarts,
    help: "Starting points for each image. The result that is most like it counts, whatever --prior and others say.",
    validate: .in(1...1000))
  static let steps = Option<Int>(
    "steps", valueName: "N", default: standard.steps, help: "Steps of gradient descent from each of them.",
    validate: .in(1...1_000_000))
  static let learningRate = Option<Double>(
    "learning-rate", valueName: "X", default: standard.learningRate,
    help: "Size of the first step; it falls to zero towards the last.",
    validate: .greaterThan(0))
  static let prior = Option<Double>(
    "prior", valueName: "X", default: standard.prior,
    help: "How much it counts that a latent vector is as long as those that the generator was trained with.",
    validate: .in(0...1000))
  static let json = Flag("json", help: "Print the figures as JSON.")

  static let all: [any ArgumentKey] =
    [seed, candidates, restarts, steps, learningRate, prior] + ProcessorOptions.all

  /// What the options say, with a weight for the discriminator's verdict.
  static func settings(_ arguments: ParsedArguments, realism: Double = 0) throws -> SearchSettings {
    guard arguments[candidates] >= arguments[restarts] else {
      throw UsageError(
        "'--restarts' is \(arguments[restarts]), and there are only \(arguments[candidates]) '--candidates' to start "
          + "from.")
    }
    return SearchSettings(
      candidates: arguments[candidates], restarts: arguments[restarts], steps: arguments[steps],
      learningRate: arguments[learningRate], prior: arguments[prior], realism: realism,
      seed: arguments[seed])
  }
}
