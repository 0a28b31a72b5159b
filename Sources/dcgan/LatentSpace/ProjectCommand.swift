import CommandLineKit
import FileFormats
import GAN
import LatentSpace

/// `dcgan project`
enum ProjectCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help:
      "File to write: .png, .pgm, .ppm or .gif for the images above their reconstructions, .idx, .idx.gz, .npy or .npz for the "
      + "reconstructions alone, - for standard output.")
  private static let latents = Option<String?>(
    "latents", valueName: "FILE",
    help: "File for the latent vectors. (default: the name of --out with the ending .latents.safetensors)")

  static let command = Command(
    name: "project", overview: "Find the latent vectors whose images come closest to given images.",
    discussion: """
      A generator turns a latent vector, a list of random numbers, into an image. This goes the other way: from an \
      image to the vector. It draws many vectors, takes those whose images are most alike, and changes them step by \
      step in the direction in which the difference becomes smaller. What comes out is as near to the image as the \
      generator can come.

        dcgan project --image data/tiny#5 --out five.png
        dcgan sample --latents five.latents.safetensors --class coat --out coat.png

      A conditional model searches among its images of one class: that of the images' labels, or of --class. Without \
      classes, leave --class out of the second line too.

      It prints the likeness of each pair as peak signal-to-noise ratio: above 30 dB two images are hard to tell \
      apart, and below 15 dB they have little more than their outlines in common. Many images are searched for side by \
      side.
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, ClassOption.ofImages,
      InputImages.option,
      BackgroundOption.background, out,
      ModelOptions.format, latents,
    ]
      + [ModelOptions.scale, ModelOptions.padding, ModelOptions.force, SearchOptions.json] + SearchOptions.all,
    mainOption: InputImages.option, run: run
  )

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let session = try SearchSession(arguments, out: out, lists: 2, terminal)
    let path = arguments[latents] ?? session.file.path(withEnding: ".latents.safetensors")
    if let path {
      guard path != "-" else {
        throw UsageError("Latent vectors cannot go to standard output: name a file with '--latents'.")
      }
      try session.file.checkDiffers(from: path, "--latents")
      try LatentSource.checkWritable(path)
    }
    let found = try session.search(
      SearchTargets(session.input.images, session.context), try SearchOptions.settings(arguments))
    let best = found.compactMap { $0.first?.latent }
    if let path { try LatentSource.write(best, to: path) }
    let reconstructions = try session.images(best)
    let grid = ImageGrid(rowsOf: [session.input.images, reconstructions], results: reconstructions)
    try grid.write(to: session.file, padding: arguments[ModelOptions.padding], scale: arguments[ModelOptions.scale])
    try session.show(PeakSignalToNoiseRatio.ofPairs(session.input.images, reconstructions), arguments)
  }
}
