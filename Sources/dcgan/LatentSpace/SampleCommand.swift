import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

/// `dcgan sample`
enum SampleCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help: "File to write: .png, .pgm, .ppm or .gif for a grid, .idx or .idx.gz for the images themselves, - for "
      + "standard output.")
  private static let count = Option<Int>(
    "count", valueName: "N", default: 64, help: "Number of images.", validate: .in(1...10_000_000))
  private static let columns = Option<Int?>(
    "columns", valueName: "N", help: "Images beside each other. (default: about as many as rows)",
    validate: .in(1...10_000_000))
  private static let first = Option<Int>(
    "first", valueName: "K", default: 0, help: "Number of the first image, from 0.",
    validate: .in(0...LatentSource.maximumNumber))

  static let command = Command(
    name: "sample", overview: "Make images with a trained generator.",
    parameters: [
      ModelOptions.checkpoint, out, ModelOptions.format, count, columns, LatentOptions.seed, first,
      LatentOptions.latents,
      ModelOptions.padding,
    ] + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let file = try OutputImage(path: arguments[out], format: arguments[ModelOptions.format])
    let context = try ProcessorOptions.context(arguments)
    let model = try LoadedModel(path: arguments[ModelOptions.checkpoint])
    let configuration = model.configuration
    let image = configuration.architecture.image
    let saved = try savedLatents(arguments, model)
    let count = saved?.count ?? arguments[count]
    try file.check(image)

    let generator = try model.generator(maximumImages: min(count, ModelOptions.batchSize), context)
    func sample(_ body: (Int, Tensor) -> Void) {
      if let saved { return generator.draw(saved, body) }
      generator.sample(
        count: count, first: UInt32(arguments[first]), seed: arguments[LatentOptions.seed],
        distribution: configuration.latentDistribution, body)
    }
    if file.format.holdsSingleImages {
      let (size, overflows) = image.imageCount.multipliedReportingOverflow(by: count)
      guard !overflows && size <= 1 << 31 else {
        throw UsageError("\(count) images are more than 2 GB. Use a smaller '--count', and '--first' for the others.")
      }
      try OutputImage.requireMemory(for: size)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size)
      sample { bytes += PixelValues.bytes(nearest: $1) }
      try file.write(ImageSet(image, bytes: bytes))
    } else {
      let columns = arguments[columns] ?? SampleGrid.squareColumns(count: count)
      let padding = arguments[ModelOptions.padding]
      try file.check(try SampleGrid.shape(count: count, columns: columns, padding: padding, image: image))
      var grid = try SampleGrid(count: count, columns: columns, padding: padding, image: image)
      sample { grid.draw($1, at: $0) }
      try file.write(grid.picture)
    }
  }

  /// The latents of the file that `--latents` names: those from `--first` on, `--count` of them if it is given.
  private static func savedLatents(_ arguments: ParsedArguments, _ model: LoadedModel) throws -> [[Float]]? {
    guard let source = try LatentOptions.file(arguments, model), let path = arguments[LatentOptions.latents] else {
      return nil
    }
    let first = arguments[first]
    let held = source.count ?? first
    let end = arguments.wasGiven(count) ? first + arguments[count] : held
    guard first < end, end <= held else {
      throw UsageError(
        first < held
          ? "'--count' is \(arguments[count]), and '\(path)' holds \(held - first) latent vectors from number \(first) "
            + "on."
          : "'--first' is \(first), and '\(path)' holds \(held) latent vectors, counted from 0.")
    }
    return try (first..<end).map(source.latent)
  }
}
