import CommandLineKit
import Evaluation
import FileFormats
import GAN
import Runs
import TensorCore

extension Judge.Reference: ArgumentValue {}

/// `dcgan evaluate`
enum EvaluateCommand {
  static let images = Option<String?>(
    "images", valueName: "PATH",
    help:
      "Judge these images, of any program: an IDX, NPY or NPZ file, or a directory of pictures, which are cropped and scaled to "
      + "the data's size.")
  private static let data = Option<String?>(
    "data", valueName: "PATH", help: "The real images: a data set in IDX files. (default: the run's)")
  private static let against = Option<Judge.Reference?>(
    "against", valueName: "NAME",
    help: "Which real images to compare with: test, train or held-out. (default: test, or held-out if there are none)")
  private static let count = Option<Int>(
    "count", valueName: "N", default: defaultCount, help: "The most images on each side.",
    validate: .in(6...100_000))
  static let defaultCount = 10_000
  private static let json = Flag("json", help: "Print the figures as JSON.")

  static let command = Command(
    name: "evaluate", overview: "Say how good the images of a model are.",
    discussion: """
      Compares images of a trained generator, or those of '--images', with real ones by their features, which a small \
      classifier gives that learns the classes of the data set once and is kept. Beside every figure stands the floor, \
      the same figure of real images against real ones, and in brackets the interval that it lies in with a \
      probability of 95 %. The figures of a run go into its evaluation.json, and its samples beside their nearest \
      training images into its evaluation.png. Figures of different counts, data or features must not be compared.

        dcgan evaluate --checkpoint runs/mine
        dcgan evaluate --images theirs.idx --data data/fashion-mnist
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, images, data, against, count,
      EvaluationOptions.cache, json,
      BackgroundOption.background,
    ]
      + ProcessorOptions.all, mainOption: ModelOptions.checkpoint, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    guard arguments[images] == nil || arguments[ModelOptions.checkpoint] == nil else {
      throw UsageError("'--images' and '--checkpoint' both say what to judge. Use one of them.")
    }
    guard arguments[images] == nil || arguments[ModelOptions.weights] == nil else {
      throw UsageError("'--weights' are those of a checkpoint, and '--images' are judged as they are.")
    }
    let context = try ProcessorOptions.context(arguments)
    let subject = try JudgedSubject(arguments, dataOption: arguments[data], terminal)
    let data = try RealImages(path: subject.dataPath)
    let parts = subject.parts(of: data)
    if let remark = subject.remark(on: data, parts) { terminal.report(remark) }
    try data.check(subject)
    // Before the long work of learning features.
    try subject.checkReadable(data.shape)
    let images = try ReferenceImages(
      data.judgement,
      against: try data.reference(arguments[against], parts, isOfRun: arguments[Self.images] == nil), parts: parts,
      count: arguments[count])
    let cache = EvaluationOptions.cache(arguments)
    try images.requireMemory(cache, context)

    let bar = ProgressBar(terminal: terminal, total: 1000)
    defer { bar.finish() }
    func show(_ work: String) -> (Double) -> Void {
      { fraction in bar.update(completed: Int(fraction * 1000)) { [work] } }
    }
    let features = try FeatureSource(
      data.judgement, cache: cache, context, report: bar.report,
      progress: show("training the classifier, once"))
    let judge = try Judge(features, images)
    let samples = try subject.samples(
      count: judge.count, shape: data.shape, context, report: bar.report, progress: show("making samples"))
    let evaluation = try judge.evaluate(
      samples, progress: show("judging \(counted(min(judge.count, samples.count), "image"))"))
    bar.finish()

    let report = EvaluationReport(evaluation, names: data.classNames, subject: subject)
    try terminal.print(arguments[json] ? report.json.text : report.text(within: terminal.outputScreen?.columns))
    do {
      try subject.keep(evaluation, report, samples, data)
    } catch let error as FileError {
      // What was asked for has been said: a run that may only be read can be judged too.
      terminal.report("Note: \(error) The figures are not kept in the run.")
    }
  }
}

extension EvaluationError: ExitCodeProviding {
  /// Bad data, 65.
  public var exitCode: ExitCode { .badData }
}
