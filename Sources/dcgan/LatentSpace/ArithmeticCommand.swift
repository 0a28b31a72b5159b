import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

extension LatentArithmeticError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

/// `dcgan arithmetic`
enum ArithmeticCommand {
  private static let expression = Argument<String>(
    "expression", help: "Sums and differences of averaged images, such as \"3,7,12 - 4,9 + 20,33\".")
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help:
      "File to write: .png, .pgm, .ppm or .gif for a picture of the sum, .idx, .idx.gz, .npy or .npz for its images alone, - for "
      + "standard output.")

  static let command = Command(
    name: "arithmetic", overview: "Add and subtract what generated images have in common.",
    discussion: """
      Images that look alike in some way, such as shirts with long sleeves, have latent vectors that share a \
      direction. The mean of a few of them keeps what they share and averages out the rest; sums and differences of \
      such means are often images with the properties added and taken away, as in the paper's "smiling woman - neutral \
      woman + neutral man". Look for the numbers of images on the grid that 'dcgan sample' draws, counted from 0 along \
      the rows.

        dcgan sample --count 100 --out grid.png
        dcgan arithmetic "3,7,12 - 4,9,31 + 20,33,40" --out sum.png

      The picture has a row for each list: its images, and in the last column the image of their mean. The last row \
      has the result, in the last column.
      """,
    parameters: [
      expression, ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.one, out,
      ModelOptions.format,
      ModelOptions.scale,
      ModelOptions.padding,
      ModelOptions.force,
    ] + LatentOptions.all + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let arithmetic = try LatentArithmetic(arguments[expression])
    let file = try OutputImage(
      path: arguments[out], format: arguments[ModelOptions.format], force: arguments[ModelOptions.force])
    let context = try ProcessorOptions.context(arguments)
    let model = try ModelOptions.model(arguments, terminal)
    let classes = try ClassOption.required(arguments, model).map { [$0] }
    let source = try LatentOptions.source(arguments, model)
    let image = model.configuration.architecture.image
    try file.check(image)

    let operands = try arithmetic.terms.map { try $0.numbers.map(source.latent) }
    let means = operands.map(LatentArithmetic.mean)
    let meanColumn = operands.reduce(0) { max($0, $1.count) }
    let result = arithmetic.result(means)
    let latents = zip(operands, means).flatMap { $0 + [$1] } + [result]
    let images = try model.generator(maximumImages: ModelOptions.batchSize, classes: classes, context)
      .images(latents)

    var grid = ImageGrid(image, columns: meanColumn + 1)
    var place = 0
    for count in operands.map(\.count) + [0] {
      for operand in place..<place + count { grid.add(images[operand]) }
      grid.skip(toColumn: meanColumn)
      grid.add(images[place + count])
      place += count + 1
    }
    try grid.write(to: file, padding: arguments[ModelOptions.padding], scale: arguments[ModelOptions.scale])
  }
}
