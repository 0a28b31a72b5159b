import CommandLineKit
import GAN

/// Options of every command that makes pictures with a trained model.
enum ModelOptions {
  static let checkpoint = Option<String?>(
    "checkpoint", valueName: "PATH", help: "Checkpoint or run directory. (default: the newest run under runs/)")
  static let format = Option<ImageFormat?>(
    "format", valueName: "NAME", help: "Format, if the name of the file does not tell.")
  static let padding = Option<Int>(
    "padding", valueName: "N", default: 2, help: "Pixels between the images of a grid.", validate: .in(0...1000))

  /// Images that a generator makes at a time: few, so that it needs little memory.
  static let batchSize = 24
}

/// Options of the commands that name images by number.
enum LatentOptions {
  static let seed = Option<UInt64>(
    "seed", valueName: "N", default: 0, help: "Seed whose images the numbers count, as 'dcgan sample' draws them.")
  static let latents = Option<String?>(
    "latents", valueName: "FILE", help: "Count the latent vectors of this file instead, as 'dcgan project' saves them.")

  static let all: [any ArgumentKey] = [seed, latents]

  /// The latent vectors that numbers count.
  static func source(_ arguments: ParsedArguments, _ model: LoadedModel) throws -> LatentSource {
    guard let path = arguments[latents] else {
      return LatentSource(seed: arguments[seed], model.configuration)
    }
    guard !arguments.wasGiven(seed) else {
      throw UsageError("'--seed' and '--latents' both say what the numbers count. Use one of them.")
    }
    return try LatentSource(path: path, model.configuration)
  }
}
