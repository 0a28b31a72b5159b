import CommandLineKit
import FileFormats
import GAN
import LatentSpace

/// `dcgan denoise`
enum DenoiseCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help:
      "File to write: .png, .pgm, .ppm or .gif for each image, the generated one that is most like it, and the result, "
      + "below each other; .idx, .idx.gz, .npy or .npz for the results alone; - for standard output.")
  private static let noise = Option<Double?>(
    "noise", valueName: "X",
    help: "Standard deviation of the noise in the image at the model's size, where black is 0 and white 255. (default: "
      + "estimated from each image)",
    validate: .in(0...1000))

  static let command = Command(
    name: "denoise", overview: "Remove noise from an image of the kind that the generator knows.",
    discussion: """
      A generator that has learnt to draw clothes cannot draw noise. So among all its images the one most like the \
      noisy image is sought, as 'dcgan project' does it, and taken as a first guess. What the guess leaves of the \
      image is part noise and part picture; it is smoothed, as much as the strength of the noise asks for, and added \
      to the guess. With noise so weak that nothing is to be smoothed the image comes back as it was; with very strong \
      noise the guess stands alone.

        dcgan denoise --image noisy.png --noise 40 --out clean.png

      The figures tell how much each result differs from its noisy image, as peak signal-to-noise ratio.
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.ofImages,
      InputImages.option,
      BackgroundOption.background, out,
      ModelOptions.format, noise,
      ModelOptions.scale, ModelOptions.padding, ModelOptions.force, SearchOptions.json,
    ]
      + SearchOptions.all, mainOption: InputImages.option, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let session = try SearchSession(arguments, out: out, lists: 3, terminal)
    let found = try session.search(
      SearchTargets(session.input.images, session.context), try SearchOptions.settings(arguments))
    let guesses = try session.images(found.compactMap { $0.first?.latent })
    let shape = session.shape
    let denoising = Denoising(width: shape.width, height: shape.height, channels: shape.channels)
    let results = session.input.images.mapImages { place, image in
      denoising.denoise(image, guess: Array(guesses[place]), deviation: arguments[noise])
    }
    let grid = ImageGrid(rowsOf: [session.input.images, guesses, results], results: results)
    try grid.write(to: session.file, padding: arguments[ModelOptions.padding], scale: arguments[ModelOptions.scale])
    try session.show(PeakSignalToNoiseRatio.ofPairs(session.input.images, results), arguments)
  }
}
