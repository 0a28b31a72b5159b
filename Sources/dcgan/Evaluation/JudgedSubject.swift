import CommandLineKit
import Evaluation
import FileFormats
import GAN
import Runs
import TensorCore

/// What is judged: a trained generator, or images of any program.
struct JudgedSubject {
  private enum Source {
    case model(LoadedModel, run: SeenRun?)
    case images(String, background: RGBColour)
  }

  private let source: Source
  /// The data set to judge by.
  let dataPath: String

  /// Opens what the options name.
  ///
  /// - Throws: `UsageError` if nothing says which real images to compare with.
  init(_ arguments: ParsedArguments, dataOption: String?, _ terminal: Terminal) throws {
    if let path = arguments[EvaluateCommand.images] {
      guard let dataOption else {
        throw UsageError("'--images' need real images to be compared with: name a data set with '--data'.")
      }
      source = .images(path, background: arguments[BackgroundOption.background])
      dataPath = dataOption
      return
    }
    let model = try ModelOptions.model(arguments, terminal)
    let run = SeenRun(RunDirectory.holding(checkpoint: model.checkpoint.path))
    guard let data = try dataOption ?? run.map({ try RunConfiguration($0.directory).data }) else {
      throw UsageError(
        "'\(model.checkpoint.path)' lies in no run directory that would say which data it learnt from: name the data "
          + "set "
          + "with '--data'.")
    }
    if dataOption == nil { try MissingDataError.check(data) }
    source = .model(model, run: run)
    dataPath = data
  }

  /// What to call it.
  var name: String {
    switch source {
    case .model(let model, _): model.checkpoint.path
    case .images(let path, _): path
    }
  }

  /// The step that the model had come to; `nil` for images.
  var step: Int? {
    if case .model(let model, _) = source { model.checkpoint.step } else { nil }
  }

  /// The shape of the images, where it is known before they are made.
  var image: Shape? {
    if case .model(let model, _) = source { model.configuration.architecture.image } else { nil }
  }

  /// Which of the training images the model learnt from and which its run kept apart, if it learnt from these.
  func parts(of data: RealImages) -> TrainingParts? {
    guard case .model(let model, _) = source else { return nil }
    let identity = model.configuration.data
    guard identity.imageCount <= data.judgement.training.count,
      data.checksum(first: identity.imageCount) == identity.checksum
    else { return nil }
    return TrainingParts(
      data.judgement.training.prefix(identity.imageCount), holdingOut: model.configuration.heldOutCount)
  }

  /// A sentence if the model learnt from other data.
  func remark(on data: RealImages, _ parts: TrainingParts?) -> String? {
    guard case .model = source, parts == nil else { return nil }
    return "Note: the model learnt from other images than the training images in '\(data.path)'."
  }

  /// Refuses images of a file or folder that is not there, holds none, or has them in another shape.
  func checkReadable(_ shape: Shape) throws {
    guard case .images(let path, let background) = source else { return }
    if isDirectory(path) {
      _ = try JudgedPictures(path, shape, background: background)
    } else {
      _ = try JudgedFile.read(path, limit: 1, shape) { _ in }
    }
  }

  /// Images to judge, at most `count`; of more images a fixed choice, since they may be sorted.
  func samples(
    count: Int, shape: Shape, _ context: ComputeContext, report: (String) -> Void, progress: (Double) -> Void
  ) throws -> ImageSet {
    switch source {
    case .model(let model, _):
      var (bytes, classes): ([UInt8], [UInt8]) = ([], [])
      bytes.reserveCapacity(count * shape.imageCount)
      let generator = try model.generator(maximumImages: min(count, ModelOptions.batchSize), context)
      generator.sample(
        count: count, first: 0, seed: EvaluationMonitor.seed, distribution: model.configuration.latentDistribution
      ) {
        bytes += PixelValues.bytes(nearest: $1)
        classes += generator.classLabel(place: $0, seed: EvaluationMonitor.seed)
        progress(Double($0 + 1) / Double(count))
      }
      return ImageSet(shape, bytes: bytes, labels: classes.isEmpty ? nil : classes)
    case .images(let path, let background):
      if isDirectory(path) {
        let pictures = try JudgedPictures(path, shape, background: background)
        let (images, remark) = try pictures.images(count: count, background: background, progress)
        if let remark { report(remark) }
        return images
      }
      return try JudgedFile.read(path, shape, report: report).chosen(count)
    }
  }

  /// Puts the evaluation of a run into its directory, unless it is of other weights than the run's images are made
  /// with: figures and picture in the place of the earlier ones. Where there is no picture, the earlier one goes.
  ///
  /// - Throws: `FileError` if one of them cannot be written, or another run has taken the place of this one meanwhile;
  ///   both earlier ones stay then.
  func keep(
    _ evaluation: Judgement, _ report: EvaluationReport, _ samples: ImageSet, _ data: RealImages
  ) throws {
    guard case .model(let model, let judged?) = source, model.weights == model.defaultWeights else { return }
    let run = try judged.stillThere()
    let hasPicture = !evaluation.nearestTraining.isEmpty && [1, 3].contains(data.shape.channels)
    let picture = hasPicture ? try NearestPicture(evaluation, samples, data.judgement.training).picture() : nil
    let figures = Array((report.json.text(brokenTo: 2) + "\n").utf8)
    try ImageFile.checkReplaceable(run.evaluationPicture)
    // The figures are on the disk, and take their name after the picture has taken its own.
    try AtomicFile.write(to: run.evaluation, replaceExisting: true) { file in
      try file.write(figures.span.bytes)
      guard let picture else { return try run.removeEvaluationPicture() }
      try OutputImage.write(picture, .png, to: run.evaluationPicture)
    }
  }
}
