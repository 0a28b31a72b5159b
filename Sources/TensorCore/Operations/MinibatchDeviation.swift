import Foundation
import KernelInterface

/// How much the images of a batch differ, and a channel that says so to a network. Every worker has values of an image
/// to itself; sums over the batch are in double precision and in the order of the images.
extension ComputeContext {
  /// Values of an image that one worker treats at a time: a multiple of a cache line.
  private static let valuesAtATime = 512

  /// For each value of an image, writes the mean over the batch and the root of the biased variance plus `epsilon`.
  package func deviations(of x: Tensor, means: Tensor, deviations: Tensor, epsilon: Double) {
    let (images, size) = (x.shape.images, x.shape.imageCount)
    precondition(means.count == size && deviations.count == size)
    forEachRange(size, chunk: Self.valuesAtATime) { range in
      for place in range {
        var sum = 0.0
        for image in 0..<images { sum += Double(x.pointer[image * size + place]) }
        let mean = sum / Double(images)
        var squares = 0.0
        for image in 0..<images {
          let difference = Double(x.pointer[image * size + place]) - mean
          squares += difference * difference
        }
        means.pointer[place] = Float(mean)
        deviations.pointer[place] = Float((squares / Double(images) + epsilon).squareRoot())
      }
    }
  }

  /// Adds the gradient of `factor` times the sum of the deviations to that of `x`.
  package func addDeviationGradient(
    _ factor: Double, of x: Tensor, means: Tensor, deviations: Tensor, to gradient: Tensor
  ) {
    let (images, size) = (x.shape.images, x.shape.imageCount)
    precondition(gradient.count == x.count && means.count == size && deviations.count == size)
    forEachRange(size, chunk: Self.valuesAtATime) { range in
      for place in range {
        let scale = factor / Double(images) / Double(deviations.pointer[place])
        for image in 0..<images {
          let index = image * size + place
          gradient.pointer[index] += Float(scale * (Double(x.pointer[index]) - Double(means.pointer[place])))
        }
      }
    }
  }

  /// Copies images with one more channel behind the others, which has the same value everywhere.
  package func appendChannel(_ value: Float, to x: Tensor, into y: Tensor) {
    let channels = x.shape.channels
    precondition(y.shape.pixels == x.shape.pixels && y.shape.channels == channels + 1)
    forEachRange(x.shape.pixels, chunk: Self.valuesAtATime) { range in
      for pixel in range {
        (y.pointer + pixel * (channels + 1)).update(from: x.pointer + pixel * channels, count: channels)
        y.pointer[pixel * (channels + 1) + channels] = value
      }
    }
  }

  /// Copies all channels of a gradient but the last, whose sum it returns.
  package func removeChannel(of y: Tensor, into x: Tensor) -> Double {
    let channels = x.shape.channels
    precondition(y.shape.pixels == x.shape.pixels && y.shape.channels == channels + 1)
    forEachRange(x.shape.pixels, chunk: Self.valuesAtATime) { range in
      for pixel in range {
        (x.pointer + pixel * channels).update(from: y.pointer + pixel * (channels + 1), count: channels)
      }
    }
    return (0..<y.shape.pixels).reduce(0.0) { $0 + Double(y.pointer[$1 * (channels + 1) + channels]) }
  }
}
