import FileFormats
import GAN
import TensorCore

@testable import Evaluation

/// Images of three classes that any classifier tells apart: a bright bar at the top, in the middle or at the bottom,
/// over noise.
func sampleImages(_ count: Int, seed: UInt64, labelled: Bool = true) -> ImageSet {
  let shape = Shape(height: 12, width: 12, channels: 1)
  let stream = RandomStream(seed: seed, purpose: .evaluation, substream: 100)
  var bytes: [UInt8] = []
  for image in 0..<count {
    for pixel in 0..<shape.imageCount {
      let noise = UInt8(stream.uniform(at: UInt64(image * shape.imageCount + pixel)) * 60)
      bytes.append(noise + (pixel / 48 == image % 3 ? 150 : 0))
    }
  }
  return ImageSet(shape, bytes: bytes, labels: labelled ? (0..<count).map { UInt8($0 % 3) } : nil)
}

/// A data set of such images.
func sampleData(labelled: Bool = true) -> JudgementData {
  JudgementData(
    training: sampleImages(90, seed: 1, labelled: labelled), test: sampleImages(60, seed: 2, labelled: labelled))
}

/// Steps that are enough to tell the classes apart.
let sampleSteps = 40
