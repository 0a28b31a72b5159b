import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

/// `dcgan sample`
enum SampleCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE|DIR/",
    help: "File to write: .png, .pgm, .ppm or .gif for a grid; .idx, .idx.gz, .npy or .npz for the images themselves; "
      + "- for standard output. Or a directory, which gets a picture for each image, named by its number.")
  private static let columns = Option<Int?>(
    "columns", valueName: "N", help: "Images beside each other. (default: about as many as rows)",
    validate: .in(1...ImageNumbers.maximumCount))
  private static let truncation = Option<Double>(
    "truncation", valueName: "X", default: 1,
    help: "Multiply the latent vectors by X: towards 0 images become more alike, and fewer are strange.",
    validate: .in(0...1))
  private static let gridByClass = Flag(
    "grid-by-class",
    help:
      "Draw a column for each class of a conditional model, or of --class, and a row for each latent vector. --count "
      + "and --keys count the rows then, 8 by default.")
  private static let numbers = Flag("numbers", help: "Write its number below each image of a grid.")

  static let command = Command(
    name: "sample", overview: "Make images with a trained generator.",
    discussion: """
      Without '--seed' the images are those of the grids that training draws: image 0 is the first of them, and so on \
      along the rows. Single images of a conditional model have labels, the numbers of their classes: in .npz as a second \
      array, of fakes.idx in fakes-labels.idx.

        dcgan sample --count 100 --numbers --out grid.png
        dcgan sample --keys 3,7,10-19 --scale 8 --out favourites/
        dcgan sample --count 10000 --out fakes.npz
        dcgan sample --class sneaker --out sneakers.png
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.several, gridByClass, out,
      ModelOptions.format, SampledImages.count, columns,
      LatentOptions.seed,
      SampledImages.first, SampledImages.keys, LatentOptions.latents, truncation, ModelOptions.scale,
      numbers,
      ModelOptions.padding, ModelOptions.force,
    ] + ProcessorOptions.all, mainOption: ModelOptions.checkpoint, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let target = try SampleTarget(arguments[out], arguments)
    if arguments[numbers], !target.isGrid {
      throw UsageError("'--numbers' writes below the images of a grid, and '\(arguments[out])' gets single images.")
    }
    if arguments[gridByClass] { try checkGrid(target, arguments) }
    let context = try ProcessorOptions.context(arguments)
    let model = try ModelOptions.model(arguments, terminal)
    let images = try SampledImages(
      arguments, model, truncation: arguments[truncation], gridByClass: arguments[gridByClass])
    let scale = arguments[ModelOptions.scale]
    let shape = model.configuration.architecture.image
    let enlarged = shape.enlarged(by: scale)
    func make(_ body: (_ place: Int, _ number: Int, _ label: Int?, _ image: [UInt8]) throws -> Void) throws {
      try images.make(with: model, context, terminal) { place, number, label, image in
        try body(place, number, label, image.enlarged(shape, by: scale))
      }
    }
    switch target {
    case .directory(let directory):
      try directory.check(enlarged)
      try directory.create(for: images.numbers) { directory in
        try make { try directory.write(RasterImage($3, enlarged), number: $1) }
      }
    case .file(let file) where file.format.holdsSingleImages:
      try file.check(enlarged)
      let isConditional = model.configuration.data.classes != nil
      if !isConditional { try file.refuseLabels() }
      let labels = isConditional ? try OutputLabels(of: file, report: terminal.report) : nil
      try file.write(images.count, of: enlarged, labels: labels) { append in
        try make { _, _, label, image in
          try append(image)
          if let label { labels?.add(label) }
        }
        // Before the images have their name: they are never there without their labels.
        try labels?.write()
      }
      labels?.keep()
    case .file(let file):
      try file.check(enlarged)
      let cell = arguments[numbers] ? NumberedCell(enlarged, maximum: images.numbers.maximum, scale: scale) : nil
      let columns = images.columns ?? arguments[columns] ?? SampleGrid.squareColumns(count: images.count)
      // One image is a picture as it is, and not a grid.
      let isSingle = images.count == 1 && !arguments.wasGiven(ModelOptions.padding)
      let padding = isSingle ? 0 : arguments[ModelOptions.padding]
      let image = cell?.shape ?? enlarged
      try file.check(try SampleGrid.shape(count: images.count, columns: columns, padding: padding, image: image))
      var grid = try SampleGrid(count: images.count, columns: columns, padding: padding, image: image)
      try make { grid.draw(cell?.draw($3, number: $1) ?? $3, at: $0) }
      try file.write(grid.picture)
    }
  }

  /// Refuses what a grid by class has no use for.
  private static func checkGrid(_ target: SampleTarget, _ arguments: ParsedArguments) throws {
    if case .directory = target {
      throw UsageError(
        "'--grid-by-class' draws several images of a number, and '\(arguments[out])' gets one of each. Name a file.")
    }
    guard arguments[columns] == nil else {
      throw UsageError("'--grid-by-class' has a column for each class; it cannot be used with '--columns'.")
    }
  }
}
