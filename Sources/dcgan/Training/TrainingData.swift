import Runs
import CommandLineKit
import FileFormats
import Foundation
import GAN
import TensorCore

/// The images that a run learns from, and where they came from.
struct TrainingData {
  let path: String
  let images: IDXImages
  /// A sentence if the user did not choose the data.
  let remark: String?

  private static let real = "data/fashion-mnist"
  private static let generated = "data/tiny"

  /// Loads the data set at `path`, or the best of those that come with the project.
  init(path: String?, limit: Int?) throws {
    if let path {
      self.path = path
      remark = nil
    } else if FileManager.default.fileExists(atPath: Self.real) {
      self.path = Self.real
      remark = "Training on Fashion-MNIST in \(Self.real) (choose other data with --data)."
    } else if FileManager.default.fileExists(atPath: Self.generated) {
      self.path = Self.generated
      remark =
        "Training on the small generated data set in \(Self.generated). For the real Fashion-MNIST, run "
        + "scripts/data/fetch-fashion-mnist.sh once, or name a directory with --data."
    } else {
      throw FileError(
        .missingInput, path: Self.generated,
        reason:
          "there is no data set here, nor in '\(Self.real)'; name one with --data, or run dcgan from the directory "
          + "of the project")
    }
    images = try IDXDataSet.load(path: self.path, limit: limit, classCount: IDXLabels.greatestClassCount).images
  }

  /// The shape of one image.
  var image: Shape { images.shape }

  /// What the run's result depends on.
  var identity: TrainingConfiguration.DataIdentity {
    TrainingConfiguration.DataIdentity(imageCount: images.count, checksum: images.checksum)
  }

  /// Refuses images that the architecture cannot learn from or that no picture can show, or too few for a batch.
  func check(_ architecture: Architecture, batchSize: Int) throws {
    try images.check(architecture.image, of: "the architecture \(architecture.name)", path: path)
    guard images.channels == 1 || images.channels == 3 else {
      throw FileError(
        .badData, path: path,
        reason: "the images have \(images.channels) channels, and the pictures of samples show 1 (grey) or 3 (red, "
          + "green and blue)")
    }
    let count = SampleWriter.usualCount
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
    guard images.count >= batchSize else {
      throw UsageError("'--batch-size' is \(batchSize), and there are only \(images.count) images.")
    }
  }
}
