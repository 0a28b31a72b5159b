import FileFormats
import GAN
import TensorCore

/// The images that a run learns from, and where they came from.
public struct TrainingData: Sendable {
  /// The data set, as the user named it.
  public let path: String
  /// The images.
  public let images: ImageSet
  /// How many images the data set holds, of which these may be the first.
  public let availableCount: Int
  /// Why they have no labels though a file of them is there; training does not need any.
  public let labelsFault: FileError?
  /// What tells them from others, whatever their classes are.
  private let identity: TrainingConfiguration.DataIdentity

  /// Takes images that are in memory. `path` is what the run's files will call them.
  public init(images: ImageSet, path: String) { self.init(images, of: images.count, path: path, labelsFault: nil) }

  private init(_ images: ImageSet, of availableCount: Int, path: String, labelsFault: FileError?) {
    self.path = path
    self.images = images
    self.availableCount = availableCount
    self.labelsFault = labelsFault
    identity = TrainingConfiguration.DataIdentity(computing: images)
  }

  /// Reads the training images of a data set, or the first `limit` of them.
  ///
  /// - Throws: ``FileFormats/FileError`` if they cannot be read.
  public init(path: String, limit: Int? = nil) throws {
    let set = try DataSet.load(path: path, limit: limit, labels: .lenient)
    self.init(set.images, of: set.availableCount, path: path, labelsFault: set.labelsFault)
  }

  /// What is worth a remark, and stops no training.
  var notices: [any RunNotice] { labelsFault.map { [UnusableLabels(cause: $0)] } ?? [] }

  /// What tells them from others, in a conditional run by their classes too.
  public func identity(isConditional: Bool) -> TrainingConfiguration.DataIdentity {
    identity.with(isConditional, images)
  }

  /// The classes of the images, which a conditional run goes by.
  ///
  /// - Throws: ``FileFormats/FileError`` if there are no labels, they cannot be used, or all images are of one class.
  package func classes() throws -> DataClasses {
    if let labelsFault { throw labelsFault }
    guard let classes = DataClasses(computing: images) else {
      throw FileError(
        .missingInput, path: path,
        reason:
          "there are no labels beside the images, and a conditional run learns the classes from them; give the data "
          + "labels, as 'dcgan import' does for pictures in a folder for each class, or train without them: --no-conditional"
      )
    }
    if let name = classes.names.first(where: { $0.utf8.count > DataClasses.maximumNameSize }) {
      throw FileError(
        .badData, path: path,
        reason: "the name of a class has \(name.utf8.count.grouped) bytes, beginning with '\(name.prefix(40))', and a "
          + "conditional run keeps names of at most \(DataClasses.maximumNameSize)")
    }
    let present = classes.present
    guard present.count > 1 else {
      throw FileError(
        .badData, path: path,
        reason:
          "all images are of the class \(classes.name(of: present.first ?? 0)), and a conditional run learns to tell "
          + "classes apart; train without them: --no-conditional")
    }
    return classes
  }

  /// The shape of one image.
  public var image: Shape { images.shape }

  /// The first `count` images, as those that a run was started with.
  public func prefix(_ count: Int) -> TrainingData {
    guard count < images.count else { return self }
    return TrainingData(images.prefix(count), of: availableCount, path: path, labelsFault: labelsFault)
  }

  /// Refuses images of another shape than the architecture makes.
  ///
  /// - Throws: ``FileFormats/FileError``.
  func checkShape(_ architecture: Architecture) throws {
    try images.check(architecture.image, of: "the architecture \(architecture.name)", path: path)
  }

  /// Refuses images that the architecture cannot learn from or that no picture can show, or too few for a batch.
  ///
  /// - Throws: ``FileFormats/FileError``, also if the run is conditional and there are no labels, or
  ///   ``BatchSizeError``.
  public func check(_ architecture: Architecture, _ settings: TrainingSettings) throws {
    try checkShape(architecture)
    if settings.isConditional { _ = try classes() }
    guard images.channels == 1 || images.channels == 3 else {
      throw FileError(
        .badData, path: path,
        reason: "the images have \(images.channels) channels, and the pictures of samples show 1 (grey) or 3 (red, "
          + "green and blue)")
    }
    let count = SampleWriter.defaultCount
    do {
      _ = try SampleGrid.shape(
        count: count, columns: SampleGrid.squareColumns(count: count), padding: SampleWriter.padding, image: image)
    } catch {
      throw FileError(
        .badData, path: path,
        reason:
          "the images are \(image.imageText), and a picture of \(count) samples would be larger than 256 MB; make "
          + "them smaller")
    }
    guard images.count - settings.heldOutCount >= settings.batchSize else {
      throw BatchSizeError(
        batchSize: settings.batchSize, imageCount: images.count, heldOutCount: settings.heldOutCount)
    }
  }
}

/// Labels beside the images of a run that cannot be used, which training does not need.
public struct UnusableLabels: RunNotice {
  /// What is wrong with them.
  public let cause: FileError

  /// What is wrong with them, as sentences.
  public var description: String { "Warning: \(cause) Training goes on without labels." }
}

/// A batch of more images than there are.
public struct BatchSizeError: Error, Equatable, CustomStringConvertible {
  /// Images of a batch.
  public let batchSize: Int
  /// Images that there are.
  public let imageCount: Int
  /// Images of these that are to be held out.
  public let heldOutCount: Int

  /// A sentence.
  public var description: String {
    "A batch is to have \(batchSize) images, and "
      + (heldOutCount == 0
        ? "there are only \(imageCount)." : "of the \(imageCount) there are, \(heldOutCount) are to be held out.")
  }
}
