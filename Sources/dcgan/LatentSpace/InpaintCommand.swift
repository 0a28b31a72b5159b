import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import TensorCore

/// `dcgan inpaint`
enum InpaintCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help: "File to write: .png, .pgm, .ppm or .gif for each image with its hole, what the generator put there, and the "
      + "result, below each other; .idx, .idx.gz, .npy or .npz for the results alone; - for standard output.")
  private static let hole = Option<Rectangle?>(
    "hole", valueName: "X,Y,W,H",
    help: "The hole as a rectangle, in pixels of the model's images from the upper left corner.")
  private static let mask = Option<String?>(
    "mask", valueName: "FILE",
    help: "The hole as a picture, cropped and scaled as the image is: white where pixels are missing, black elsewhere; "
      + "a grey pixel is the one that it is nearer to.")
  private static let realism = Option<Double>(
    "realism", valueName: "X", default: 0.003,
    help: "How much it counts that the discriminator takes the generated image for a real one.",
    validate: .in(0...1000))

  static let command = Command(
    name: "inpaint", overview: "Fill a hole in an image with what could have been there.",
    discussion: """
      The hole's pixels are not looked at. Among all images that the generator can make, one is sought that is like \
      the given image around the hole, where pixels near its edge count most, and that the discriminator takes for a \
      real one. Its part is put into the hole, and its brightness is changed smoothly until the edge cannot be seen \
      (Poisson blending). The method is that of Yeh et al., "Semantic Image Inpainting with Deep Generative Models", \
      2017.

        dcgan inpaint --image data/tiny#5 --hole 9,9,10,10 --out filled.png

      The figures compare what was put into each hole with what the given image has there, as peak signal-to-noise \
      ratio: they tell how good the filling is if the image is whole, and nothing if its hole was empty from the \
      start.
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.ofImages,
      InputImages.option,
      BackgroundOption.background, hole, mask,
      out, ModelOptions.format,
      realism, ModelOptions.scale, ModelOptions.padding, ModelOptions.force, SearchOptions.json,
    ] + SearchOptions.all, mainOption: InputImages.option, run: run)

  /// What is shown in a hole.
  private static let holeBrightness: UInt8 = 128

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let settings = try SearchOptions.settings(arguments, realism: arguments[realism])
    let session = try SearchSession(arguments, out: out, lists: 3, terminal)
    if let mask = arguments[mask] { try session.file.checkDiffers(from: mask, "--mask") }
    let hole = try holePixels(arguments, session.shape)
    let inpainting = Inpainting(width: session.shape.width, height: session.shape.height, hole: hole)
    let found = try session.search(
      SearchTargets(session.input.images, weights: inpainting.weights, session.context), settings)
    let generated = try session.images(found.compactMap { $0.first?.latent })

    let given = session.input.images
    let filled = given.mapImages { place, image in inpainting.fill(image, from: Array(generated[place])) }
    let open = given.mapImages { _, image in inpainting.clear(image, to: holeBrightness) }
    let grid = ImageGrid(rowsOf: [open, generated, filled], results: filled)
    try grid.write(to: session.file, padding: arguments[ModelOptions.padding], scale: arguments[ModelOptions.scale])
    let ratios = (0..<given.count).map { place in
      PeakSignalToNoiseRatio.ofImages(inpainting.part(of: given[place]), inpainting.part(of: filled[place]))
    }
    try session.show(ratios, arguments)
  }

  private static func holePixels(_ arguments: ParsedArguments, _ shape: Shape) throws -> [Bool] {
    let pixels: [Bool]
    switch (arguments[hole], arguments[mask]) {
    case (let hole?, nil):
      guard hole.x + hole.width <= shape.width, hole.y + hole.height <= shape.height else {
        throw UsageError(
          "'--hole \(hole.argumentText)' reaches beyond the model's images, which are \(counted(shape.width, "pixel")) wide and "
            + "\(shape.height) high.")
      }
      pixels = hole.pixels(width: shape.width, height: shape.height)
    case (nil, let mask?):
      let picture = try ImageFile.read(path: mask).fitted(width: shape.width, height: shape.height)
      pixels = picture.convertedToGrey().pixels.map { $0 >= 128 }
      guard pixels.contains(true) else {
        throw FileError(.badData, path: mask, reason: "nothing of this mask is white, so there is no hole to fill")
      }
    default:
      throw UsageError("Say where the hole is, with either '--hole' or '--mask'.")
    }
    guard pixels.contains(false) else {
      throw UsageError("The hole\(arguments[mask].map { " in '\($0)'" } ?? "") leaves nothing of the image.")
    }
    return pixels
  }
}
