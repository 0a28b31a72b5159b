import TensorCore

/// Distances of images, in memory order and double precision. Nothing is allocated.
extension Tensor {
  /// The mean squared distance of the tensor's images to those of another, each to the one in its place, per value.
  package func meanSquaredDistance(to other: Tensor) -> Double {
    var sum = 0.0
    withMutableValues { values in
      other.withMutableValues { others in
        for index in 0..<Swift.min(values.count, others.count) {
          let difference = Double(values[index]) - Double(others[index])
          sum += difference * difference
        }
      }
    }
    return sum / Double(count)
  }

  /// The mean squared distance of all pairs of the tensor's images, per value: twice the unbiased variance.
  package func meanSquaredPairDistance() -> Double {
    let images = shape.images
    let size = shape.imageCount
    guard images > 1 else { return 0 }
    var sum = 0.0
    withMutableValues { values in
      for place in 0..<size {
        var mean = 0.0
        for image in 0..<images { mean += Double(values[image * size + place]) }
        mean /= Double(images)
        for image in 0..<images {
          let difference = Double(values[image * size + place]) - mean
          sum += difference * difference
        }
      }
    }
    return 2 * sum / Double(images - 1) / Double(size)
  }

  /// How many of the tensor's images have another one nearer than a distance: root of the mean square of the values.
  package func countOfImages(withAnotherNearerThan distance: Double) -> Int {
    let (images, size) = (shape.images, shape.imageCount)
    let limit = distance * distance * Double(size)
    return withMutableValues { values in
      (0..<images).count { image in
        (0..<images).contains { other in
          guard other != image else { return false }
          var sum = 0.0
          for place in 0..<size {
            let difference = Double(values[image * size + place]) - Double(values[other * size + place])
            sum += difference * difference
            if sum >= limit { return false }
          }
          return sum < limit
        }
      }
    }
  }
}
