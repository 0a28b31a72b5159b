import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// `dcgan sample`
enum SampleCommand {
  private static let checkpoint = Option<String?>(
    "checkpoint", valueName: "PATH", help: "Checkpoint or run directory. (default: the newest run under runs/)")
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help: "File to write: .pgm, .ppm or .png for a grid, .idx or .idx.gz for the images themselves, - for standard "
      + "output.")
  private static let format = Option<ImageFormat?>(
    "format", valueName: "NAME", help: "Format, if the name does not tell: pgm, ppm, png, idx or idx.gz.")
  private static let count = Option<Int>(
    "count", valueName: "N", default: 64, help: "Number of images.", validate: .in(1...10_000_000))
  private static let columns = Option<Int?>(
    "columns", valueName: "N", help: "Images beside each other. (default: about as many as rows)",
    validate: .in(1...10_000_000))
  private static let seed = Option<UInt64>(
    "seed", valueName: "N", default: 0, help: "Seed of the latent vectors. Image k of a seed is always the same.")
  private static let first = Option<Int>(
    "first", valueName: "K", default: 0, help: "Number of the first image, from 0.", validate: .in(0...4_000_000_000))
  private static let padding = Option<Int>(
    "padding", valueName: "N", default: 2, help: "Pixels between the images of a grid.", validate: .in(0...1000))

  static let command = Command(
    name: "sample", overview: "Make images with a trained generator.",
    parameters: [checkpoint, out, format, count, columns, seed, first, padding] + ProcessorOptions.all, run: run)

  /// Images that the generator makes at a time: few, so that it needs little memory.
  private static let batchSize = 24

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let file = try OutputImage(path: arguments[out], format: arguments[format])
    let context = try ProcessorOptions.context(arguments)
    let model = try LoadedModel(path: arguments[checkpoint])
    let configuration = model.configuration
    let image = configuration.architecture.image
    let count = arguments[count]
    try file.check(image)

    let generator = try model.generator(maximumImages: min(count, batchSize), context)
    func sample(_ body: (Int, Tensor) -> Void) {
      generator.sample(
        count: count, first: UInt32(arguments[first]), seed: arguments[seed],
        distribution: configuration.latentDistribution, body)
    }
    if file.format.holdsSingleImages {
      let (size, overflows) = image.imageCount.multipliedReportingOverflow(by: count)
      guard !overflows && size <= 1 << 31 else {
        throw UsageError("\(count) images are more than 2 GB. Use a smaller '--count', and '--first' for the others.")
      }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size)
      sample { bytes += SampleGrid.bytes($1) }
      try file.write(
        IDXImages(count: count, rows: image.height, columns: image.width, channels: image.channels, bytes: bytes))
    } else {
      var grid = try SampleGrid(
        count: count, columns: arguments[columns] ?? SampleGrid.squareColumns(count: count),
        padding: arguments[padding], image: image)
      sample { grid.draw($1, at: $0) }
      try file.write(grid.picture)
    }
  }
}
