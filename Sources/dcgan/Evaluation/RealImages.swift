import Evaluation
import FileFormats
import GAN
import TensorCore

/// The data set that images are judged by.
struct RealImages {
  let path: String
  let judgement: JudgementData
  let classNames: [String]

  /// Loads the training images and, if there are any, the test images.
  init(path: String) throws {
    self.path = path
    func load(_ split: DataSetSplit) throws -> ImageSet {
      try DataSet.load(path: path, split: split, labels: .strict).images
    }
    let training = try load(.train)
    var test: ImageSet?
    do {
      test = try load(.test)
    } catch let error as FileError where error.kind == .missingInput {
      test = nil
    }
    judgement = JudgementData(training: training.withoutIdleLabels(), test: test?.withoutIdleLabels())
    classNames = training.classNames
  }

  var shape: Shape { judgement.training.shape }

  /// Refuses to judge images of another shape.
  func check(_ subject: JudgedSubject) throws {
    guard let image = subject.image, image != shape else { return }
    throw FileError(
      .badData, path: path,
      reason: "the images are \(shape.imageText), and the model makes images of \(image.imageText)")
  }

  /// Refuses to compare with images that are not there.
  func check(_ against: Judge.Reference) throws {
    let missing =
      switch against {
      case .test: judgement.test == nil ? "test images of the training images' shape" : nil
      case .heldOut: "images that were kept apart from training"
      case .train: nil as String?
      }
    guard let missing else { return }
    throw FileError(
      .missingInput, path: path,
      reason: "there are no \(missing) to compare with; '--against train' compares with training images, among which a "
        + "model that has learnt them by heart looks best")
  }

  /// The CRC-32 of the first training images, as a run records it.
  func checksum(first count: Int) -> UInt32 {
    judgement.training.prefix(count).computeChecksum()
  }
}
