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

  private static let testShare = "'dcgan import --test-share 10%' keeps some apart when a data set is made"

  /// The images to compare with: those that are wished, or test images, or else those that the model's run held out;
  /// there are none of the last kind where images of another program are judged (`isOfRun`).
  ///
  /// - Throws: `FileError` if they are not there.
  func reference(_ wish: Judge.Reference?, _ parts: TrainingParts?, isOfRun: Bool) throws -> Judge.Reference {
    let hasTest = judgement.test != nil
    let hasHeldOut = (parts?.heldOut.count ?? 0) > 0
    let testImages = "test images of the training images' shape"
    let heldOutImages = "images that the run has kept apart from training"
    switch wish {
    case .train: return .train
    case .test:
      if hasTest { return .test }
      throw missing("no \(testImages)")
    case .heldOut:
      if hasHeldOut { return .heldOut }
      throw missing("no \(heldOutImages)")
    case nil:
      if hasTest { return .test }
      if hasHeldOut { return .heldOut }
      if !isOfRun { throw missing("no \(testImages)", remedy: Self.testShare) }
      throw missing("neither \(testImages) nor \(heldOutImages)")
    }
  }

  private func missing(
    _ images: String, remedy: String = "'dcgan train --hold-out N' keeps some apart"
  ) -> FileError {
    FileError(
      .missingInput, path: path,
      reason: "there are \(images) to compare with; \(remedy), and '--against train' compares with training images, "
        + "among which a model that has learnt them by heart looks best")
  }

  /// The CRC-32 of the first training images, as a run records it.
  func checksum(first count: Int) -> UInt32 {
    judgement.training.prefix(count).computeChecksum()
  }
}
