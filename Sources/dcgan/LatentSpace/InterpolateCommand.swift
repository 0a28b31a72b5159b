import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

/// `dcgan interpolate`
enum InterpolateCommand {
  private static let maximumLength = 100_000
  private static let numbers = 0...LatentSource.maximumNumber
  private static let from = Option<Int>(
    "from", valueName: "K", default: 0, help: "Number of the image to start from.", validate: .in(numbers))
  private static let to = Option<Int>(
    "to", valueName: "K", default: 1, help: "Number of the image to end with.", validate: .in(numbers))
  private static let keys = Option<ImageNumbers?>(
    "keys", valueName: "K,K,...",
    help: "Numbers of images to walk through, instead of --from and --to. End with the first to close a circle.")
  private static let frames = Option<Int>(
    "frames", valueName: "N", default: 12, help: "Steps from each of those images to the next.",
    validate: .in(1...10_000))
  private static let slerp = Flag(
    "slerp", help: "Walk along an arc, which keeps the length that latents have. The default.")
  private static let linear = Flag("linear", help: "Walk in a straight line.")
  private static let delay = Option<Int>(
    "delay", valueName: "MS", default: 80, help: "Milliseconds that an animation shows each image, a multiple of 10.",
    validate: .in(20...60_000))
  private static let columns = Option<Int?>(
    "columns", valueName: "N",
    help: "Images beside each other in a strip; a .gif or .idx file has none. (default: a row for each pair of images)",
    validate: .in(1...100_000))
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help:
      "File to write: .gif for an animation; .png, .pgm or .ppm for a strip; .idx, .idx.gz, .npy or .npz for the images "
      + "themselves; - for standard output.")

  static let command = Command(
    name: "interpolate", overview: "Walk between generated images, as a strip or an animation.",
    discussion: """
      A generator makes an image from a latent vector, a list of random numbers. Between the vectors of two images lie \
      others, and if the generator has learnt what images are made of, theirs change smoothly from the one to the \
      other: a shirt grows into a coat. Jumps, or a blend of two pictures, tell that it has learnt single pictures by \
      heart.

        dcgan interpolate --from 3 --to 9 --out strip.png
        dcgan interpolate --keys 3,9,27,3 --frames 24 --scale 4 --out walk.gif

      The numbers are those of the images that 'dcgan sample' draws with the same seed, counted from 0 along the rows.
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.one, out,
      ModelOptions.format, from, to,
      keys, frames, slerp,
      linear, delay,
      ModelOptions.scale, columns, ModelOptions.padding, ModelOptions.force,
    ] + LatentOptions.all + ProcessorOptions.all, mainOption: ModelOptions.checkpoint, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let file = try OutputImage(
      path: arguments[out], format: arguments[ModelOptions.format], force: arguments[ModelOptions.force])
    let interpolation = try interpolation(arguments)
    let numbers = try keyNumbers(arguments)
    guard arguments[delay].isMultiple(of: 10) else {
      throw UsageError("'--delay' is \(arguments[delay]), and GIF counts time in steps of 10 milliseconds.")
    }
    let context = try ProcessorOptions.context(arguments)
    let model = try ModelOptions.model(arguments, terminal)
    let classes = try ClassOption.required(arguments, model).map { [$0] }
    let source = try LatentOptions.source(arguments, model)
    let image = model.configuration.architecture.image
    let scale = arguments[ModelOptions.scale]
    let columns = arguments[columns] ?? arguments[frames] + (numbers.count == 2 ? 1 : 0)
    let count = (numbers.count - 1) * arguments[frames] + 1
    try check(file, image, count: count, columns: columns, arguments)

    let walk = interpolation.walk(through: try numbers.map(source.latent), steps: arguments[frames])
    let isCircle = numbers.count > 2 && numbers.first == numbers.last
    let images = try model.generator(maximumImages: ModelOptions.batchSize, classes: classes, context)
      .images(walk)
    if file.isAnimated {
      // A circle ends where it began, which the animation shows when it begins anew.
      let frames = 0..<images.count - (isCircle ? 1 : 0)
      try file.write(
        animation: frames.map { images.raster(at: $0).enlarged(by: scale) }, delay: arguments[delay] / 10)
    } else {
      var grid = ImageGrid(image, columns: columns)
      for place in 0..<images.count { grid.add(images[place]) }
      try grid.write(to: file, padding: arguments[ModelOptions.padding], scale: scale)
    }
  }

  /// Refuses a walk that would be too large, before its images are made.
  private static func check(
    _ file: OutputImage, _ image: Shape, count: Int, columns: Int, _ arguments: ParsedArguments
  ) throws {
    let scale = arguments[ModelOptions.scale]
    let enlarged = image.enlarged(by: scale)
    try file.check(enlarged)
    if file.isAnimated || file.format.holdsSingleImages {
      guard enlarged.imageCount <= SampleGrid.maximumCount / count else {
        throw UsageError(
          "The walk's \(count) images would take more than 256 MB. Use fewer '--frames' or a smaller '--scale'.")
      }
    } else {
      try ImageGrid.check(file, enlarged, cells: count, columns: columns, padding: arguments[ModelOptions.padding])
    }
  }

  private static func interpolation(_ arguments: ParsedArguments) throws -> Interpolation {
    guard !(arguments[slerp] && arguments[linear]) else {
      throw UsageError("'--slerp' and '--linear' exclude each other.")
    }
    return arguments[linear] ? .linear : .spherical
  }

  private static func keyNumbers(_ arguments: ParsedArguments) throws -> [Int] {
    if let keys = arguments[keys], keys.count > maximumLength {
      throw UsageError("'--keys' names \(keys.count.grouped) images, and a walk has at most \(maximumLength.grouped).")
    }
    let numbers = try givenNumbers(arguments)
    guard (numbers.count - 1) * arguments[frames] < maximumLength else {
      throw UsageError("The walk would have more than \(maximumLength) images. Use fewer '--frames'.")
    }
    return numbers
  }

  private static func givenNumbers(_ arguments: ParsedArguments) throws -> [Int] {
    guard let keys = arguments[keys] else { return [arguments[from], arguments[to]] }
    guard !arguments.wasGiven(from) && !arguments.wasGiven(to) else {
      throw UsageError("'--keys' names all images of the walk; it cannot be used with '--from' or '--to'.")
    }
    guard keys.count >= 2 else { throw UsageError("'--keys' wants at least two images to walk between.") }
    return Array(keys.values)
  }
}
