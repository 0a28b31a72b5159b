import FileFormats
import GAN
import TensorCore

/// The images that a run learns from, and where they came from.
public struct TrainingData: Sendable {
  /// The data set, as the user named it.
  public let path: String
  /// The images.
  public let images: IDXImages
  /// What tells them from others.
  public let identity: TrainingConfiguration.DataIdentity

  /// Takes images that are in memory. `path` is what the run's files will call them.
  public init(images: IDXImages, path: String) {
    self.path = path
    self.images = images
    identity = TrainingConfiguration.DataIdentity(imageCount: images.count, checksum: images.checksum)
  }

  /// Reads the training images of a data set, or the first `limit` of them.
  ///
  /// - Throws: ``FileFormats/FileError`` if they cannot be read.
  public init(path: String, limit: Int? = nil) throws {
    self.init(
      images: try IDXDataSet.load(path: path, limit: limit, classCount: IDXLabels.greatestClassCount).images, path: path
    )
  }

  /// The shape of one image.
  public var image: Shape { images.shape }

  /// The first `count` images, as those that a run was started with.
  public func prefix(_ count: Int) -> TrainingData {
    guard count < images.count else { return self }
    return TrainingData(
      images: IDXImages(
        count: count, rows: images.rows, columns: images.columns, channels: images.channels,
        bytes: Array(images.bytes[..<(count * image.imageCount)])), path: path)
  }

  /// Refuses images that the architecture cannot learn from or that no picture can show, or too few for a batch.
  ///
  /// - Throws: ``FileFormats/FileError``, or ``BatchSizeError``.
  public func check(_ architecture: Architecture, batchSize: Int) throws {
    try images.check(architecture.image, of: "the architecture \(architecture.name)", path: path)
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
    guard images.count >= batchSize else { throw BatchSizeError(batchSize: batchSize, imageCount: images.count) }
  }
}

/// A batch of more images than there are.
public struct BatchSizeError: Error, Equatable, CustomStringConvertible {
  /// Images of a batch.
  public let batchSize: Int
  /// Images that there are.
  public let imageCount: Int

  /// A sentence.
  public var description: String { "A batch is to have \(batchSize) images, and there are only \(imageCount)." }
}
