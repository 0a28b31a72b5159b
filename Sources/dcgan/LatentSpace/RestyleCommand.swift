import CommandLineKit
import FileFormats
import GAN
import LatentSpace

/// `dcgan restyle`
enum RestyleCommand {
  private static let out = Option<String>(
    "out", valueName: "FILE",
    help:
      "File to write: .png, .pgm, .ppm or .gif for a strip with each image and its changes, .idx, .idx.gz, .npy or .npz for the "
      + "changed images alone, - for standard output.")
  private static let from = Option<String>(
    "from", valueName: "CLASS",
    help:
      "Class that the image belongs to: a name of the data set's classes.txt, or a number if no class has it as its "
      + "name.")
  private static let to = Option<String>("to", valueName: "CLASS", help: "Class to change it to.")
  private static let data = Option<String>(
    "data", valueName: "DIR", help: "Data set with labels, whose training images show what the classes are.")
  private static let examples = Option<Int>(
    "examples", valueName: "N", default: 48, help: "Training images of each class to look at.",
    validate: .in(1...10_000))
  private static let strengths = Option<Strengths>(
    "strengths", valueName: "X,X,...", default: Strengths([0, 0.25, 0.5, 0.75, 1, 1.5]),
    help: "How far to go: 0 is the image as the generator draws it, 1 the whole way from class to class.")

  static let command = Command(
    name: "restyle", overview: "Turn an image of one class into one of another that keeps its shape.",
    discussion: """
      First the latent vector of the image is searched, as 'dcgan project' does it, and those of labelled images of \
      both classes. The difference of the classes' mean vectors is the direction in which, say, a T-shirt becomes a \
      coat. The image's vector is moved along it, and the generator draws what lies there: what the classes have in \
      common, such as the image's width and brightness, stays.

      This is for a model that goes by no classes (train --no-conditional). A conditional one draws any class of a \
      latent vector: 'dcgan project' finds the image's, and 'dcgan sample --latents FILE --class NAME' draws it.

        dcgan restyle --image data/tiny#3 --from coat --to T-shirt \\
          --data data/tiny --out strip.png
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, InputImages.option,
      BackgroundOption.background, from, to,
      data, examples, strengths,
      out, ModelOptions.format, ModelOptions.scale, ModelOptions.padding, ModelOptions.force,
    ] + SearchOptions.all, mainOption: InputImages.option, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let strengths = arguments[strengths].values
    let session = try SearchSession(arguments, out: out, columns: strengths.count + 1, terminal) {
      try ClassOption.refuse($0, from: arguments[from], to: arguments[to])
    }
    guard arguments[from] != arguments[to] else {
      throw UsageError("'--from' and '--to' are both '\(arguments[from])': between them lies no way.")
    }
    let labelled = try ClassExamples(arguments[data], session.shape)
    let restyling = Restyling(
      session.input.images, from: try labelled.images(ofClass: arguments[from], count: arguments[examples]),
      to: try labelled.images(ofClass: arguments[to], count: arguments[examples]))
    let found = try session.search(
      SearchTargets(restyling.searched, session.context), try SearchOptions.settings(arguments))
    let changed = try session.images(restyling.move(found.compactMap { $0.first?.latent }, strengths: strengths))

    var grid = ImageGrid(session.shape, columns: strengths.count + 1, results: changed)
    for place in 0..<session.input.images.count {
      grid.add(session.input.images[place])
      for strength in strengths.indices { grid.add(changed[place * strengths.count + strength]) }
    }
    try grid.write(
      to: session.file, padding: arguments[ModelOptions.padding], scale: arguments[ModelOptions.scale])
  }
}
