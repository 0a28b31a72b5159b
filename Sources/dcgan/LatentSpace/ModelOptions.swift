import CommandLineKit
import GAN
import LatentSpace
import Runs

/// Options of every command that makes pictures with a trained model.
enum ModelOptions {
  static let checkpoint = Option<String?>(
    "checkpoint", valueName: "PATH", help: "Checkpoint or run directory. (default: the newest run under runs/)")
  static let architecture = Option<ArchitectureSource?>(
    "architecture", valueName: "NAME|FILE",
    help: "What the networks are, of a file that another program has saved without metadata: a preset, or a file of "
      + "JSON.")
  static let weights = Option<WeightsArgument?>(
    "weights", valueName: "NAME",
    help: "Weights of the generator: the average of many steps', which a run may keep, or the last step's. (default: "
      + "average if the checkpoint has it)")
  static let format = Option<ImageFormat?>(
    "format", valueName: "NAME", help: "Format, if the name of the file does not tell.")
  static let force = Flag(
    "force", help: "Write bytes to a terminal all the same; of 'sample', replace pictures that a directory holds.")
  static let padding = Option<Int>(
    "padding", valueName: "N", default: 2, help: "Pixels between the images of a grid; other files have none.",
    validate: .in(0...1000))

  static let scale = Option<Int>(
    "scale", valueName: "N", default: 1, help: "Enlarge every pixel of the images to N x N.", validate: .in(1...32))

  /// Images that a generator makes at a time: few, so that it needs little memory.
  static let batchSize = 24
}

/// Which weights of a generator a user wants.
struct WeightsArgument: ArgumentValue {
  let weights: GeneratorWeights

  static let expectation = "'average' or 'raw'"
  static let candidates = GeneratorWeights.allCases.map(\.rawValue)

  init?(argument: String) {
    guard let weights = GeneratorWeights(rawValue: argument) else { return nil }
    self.weights = weights
  }

  var argumentText: String { weights.rawValue }
}

/// Options of the commands that make images of latent vectors by their numbers.
enum LatentOptions {
  static let seed = Option<UInt64?>(
    "seed", valueName: "N",
    help: "Seed of the latent vectors. Image k of a seed is always the same. (default: the run's, which the grids of "
      + "its samples show)")
  static let latents = Option<String?>(
    "latents", valueName: "FILE",
    help: "Take the latent vectors of this file, as 'dcgan project' saves them, and not those of a seed.")

  static let all: [any ArgumentKey] = [seed, latents]

  /// The latent vectors that numbers count.
  static func source(_ arguments: ParsedArguments, _ model: LoadedModel) throws -> LatentSource {
    try file(arguments, model)
      ?? LatentSource(seed: arguments[seed] ?? model.configuration.seed, model.configuration)
  }

  /// The latent vectors of the file, if one is named.
  static func file(_ arguments: ParsedArguments, _ model: LoadedModel) throws -> LatentSource? {
    guard let path = arguments[latents] else { return nil }
    guard !arguments.wasGiven(seed) else {
      throw UsageError("'--seed' and '--latents' both say which latent vectors to take. Use one of them.")
    }
    return try LatentSource(path: path, model.configuration)
  }
}
