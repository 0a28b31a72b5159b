import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

/// A model and the images that a command looks for in its latent space.
struct SearchSession {
  /// Where the pictures go.
  let file: OutputImage
  /// The trained networks.
  let model: LoadedModel
  /// The images to look for.
  let input: InputImages
  /// The class that a conditional model is to draw; `nil` with others.
  let classNumber: Int?
  /// Where to compute.
  let context: ComputeContext
  private let terminal: Terminal

  /// Opens what the options name. The picture of the result will have so many lists of the images below each other.
  init(_ arguments: ParsedArguments, out: Option<String>, lists: Int, _ terminal: Terminal) throws {
    try self.init(arguments, out: out, terminal)
    try ImageGrid.check(
      file, shape.enlarged(by: arguments[ModelOptions.scale]), lists: lists, of: input.images.count,
      padding: arguments[ModelOptions.padding])
  }

  /// Opens what the options name. The picture of the result will have a row for each image, with so many columns.
  /// `check` may refuse the model.
  init(
    _ arguments: ParsedArguments, out: Option<String>, columns: Int, _ terminal: Terminal,
    check: (LoadedModel) throws -> Void = { _ in }
  ) throws {
    try self.init(arguments, out: out, terminal, check: check)
    try ImageGrid.check(
      file, shape.enlarged(by: arguments[ModelOptions.scale]), cells: input.images.count * columns, columns: columns,
      padding: arguments[ModelOptions.padding])
  }

  private init(
    _ arguments: ParsedArguments, out: Option<String>, _ terminal: Terminal,
    check: (LoadedModel) throws -> Void = { _ in }
  ) throws {
    file = try OutputImage(
      path: arguments[out], format: arguments[ModelOptions.format], force: arguments[ModelOptions.force])
    context = try ProcessorOptions.context(arguments)
    model = try ModelOptions.model(arguments, terminal)
    try check(model)
    input = try InputImages(
      arguments[InputImages.option], shape: model.configuration.architecture.image,
      background: arguments[BackgroundOption.background])
    classNumber = try ClassOption.required(arguments, model, of: input.classes)
    for source in input.sources { try file.checkDiffers(from: source, "--image") }
    self.terminal = terminal
    try file.check(shape.enlarged(by: arguments[ModelOptions.scale]))
  }

  /// One image.
  var shape: Shape { model.configuration.architecture.image }

  /// Searches for targets behind a progress bar; for each of them all results, the best first.
  func search(_ targets: SearchTargets, _ settings: SearchSettings) throws -> [[FoundLatent]] {
    var settings = settings
    settings.classNumber = classNumber
    let search = try LatentSearch(model, settings, context)
    let count = input.images.count
    let work = "searching for \(counted(count, "image"))"
    let bar = ProgressBar(terminal: terminal, total: 1000)
    defer { bar.finish() }
    let results = search.run(targets) { fraction in
      bar.update(completed: Int(fraction * 1000)) { [work] }
    }
    guard results.allSatisfy({ $0.allSatisfy(\.error.isFinite) }) else { throw SearchDivergedError() }
    return results
  }

  /// Prints a report on a ratio of each input image, or, if standard output takes the image, writes it to standard
  /// error.
  func show(_ ratios: [Double], _ arguments: ParsedArguments) throws {
    let report = LikenessReport(names: input.names, ratios: ratios)
    let columns = file.isStandardOutput ? terminal.errorScreen?.columns : terminal.outputScreen?.columns
    let text = arguments[SearchOptions.json] ? report.json.text : report.text(within: columns)
    if file.isStandardOutput { terminal.report(text) } else { try terminal.print(text) }
  }

  /// The images of latent vectors.
  func images(_ latents: [[Float]]) throws -> ImageSet {
    try model.generator(maximumImages: ModelOptions.batchSize, classes: classNumber.map { [$0] }, context)
      .images(latents)
  }
}

/// A search whose numbers are no longer finite.
struct SearchDivergedError: ExitCodeProviding {
  let description = "The search diverged: not all its numbers are finite. Try a smaller --learning-rate."
  let exitCode = ExitCode.diverged
}
