/// Removes noise with a generated image as a first guess: the result is that image plus a smoothed version of what it
/// leaves of the noisy one, `G + S(y - G)`.
///
/// A generated image has no noise, but is not the wanted one. What remains of the noisy image beside it is part noise,
/// which is rough, and part picture, which is smooth. How much to smooth is chosen for each image by Stein's unbiased
/// estimate of the risk (Stein, 1981): with noise of the variance v and a linear filter S whose centre weighs s, the
/// mean squared error is `mean (r - S r)^2 + 2 v s - v` on average, where r is the remainder.
public struct Denoising {
  private let width: Int
  private let height: Int
  private let channels: Int

  /// How often a remainder may be filtered with [1 2 1] / 4 in both directions: n passes are about a Gaussian with a
  /// deviation of the square root of n / 2 pixels.
  private static let passes = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32]

  /// Prepares for images of some extents.
  public init(width: Int, height: Int, channels: Int) {
    self.width = width
    self.height = height
    self.channels = channels
  }

  /// Removes the noise of an image. All images have values 0 ... 255 and count rows, columns, channels.
  ///
  /// - Parameters:
  ///   - noisy: the image.
  ///   - guess: what it is taken to show.
  ///   - deviation: the standard deviation of the noise; it is estimated if `nil`.
  /// - Returns: the image without its noise.
  public func denoise(_ noisy: [UInt8], guess: [UInt8], deviation: Double?) -> [UInt8] {
    let image = noisy.map(Double.init)
    let remainder = zip(image, guess).map { $0 - Double($1) }
    let deviation = deviation ?? noiseDeviation(image)
    let variance = deviation * deviation
    // With no filter at all, nothing is left of the remainder: the guess stands alone.
    var best = [Double](repeating: 0, count: remainder.count)
    var minimumRisk = Self.meanSquare(remainder) - variance
    var smoothed = remainder
    var done = 0
    for passes in Self.passes {
      while done < passes {
        smoothed = filtered(smoothed)
        done += 1
      }
      let difference = zip(remainder, smoothed).map { $0 - $1 }
      let risk = Self.meanSquare(difference) + 2 * variance * centre(passes: passes) - variance
      if risk < minimumRisk { (minimumRisk, best) = (risk, smoothed) }
    }
    return zip(guess, best).map { UInt8(min(max((Double($0) + $1).rounded(), 0), 255)) }
  }

  /// The deviation of the noise, from how much the pixels differ from a parabola through their neighbours: J.
  /// Immerkaer, "Fast Noise Variance Estimation", 1996. Edges make it too large, and values cut off at 0 or 255 too
  /// small.
  func noiseDeviation(_ image: [Double]) -> Double {
    guard width > 2, height > 2 else { return 0 }
    let weights = [1.0, -2, 1]
    var sum = 0.0
    for row in 1..<height - 1 {
      for column in 1..<width - 1 {
        for channel in 0..<channels {
          var curvature = 0.0
          for (y, rowWeight) in weights.enumerated() {
            for (x, columnWeight) in weights.enumerated() {
              let pixel = (row + y - 1) * width + column + x - 1
              curvature += rowWeight * columnWeight * image[pixel * channels + channel]
            }
          }
          sum += abs(curvature)
        }
      }
    }
    return (Double.pi / 2).squareRoot() / 6 * sum / Double((width - 2) * (height - 2) * channels)
  }

  /// One pass of [1 2 1] / 4 along columns and rows; the pixels at the edge are repeated beyond it.
  private func filtered(_ image: [Double]) -> [Double] {
    func pass(_ image: [Double], _ before: (Int, Int) -> Int, _ after: (Int, Int) -> Int) -> [Double] {
      image.indices.map { index in
        let (row, column) = (index / channels / width, index / channels % width)
        let (left, right) = (before(row, column), after(row, column))
        let channel = index % channels
        return (image[left * channels + channel] + 2 * image[index] + image[right * channels + channel]) / 4
      }
    }
    let wide = pass(image, { $0 * width + max(0, $1 - 1) }, { $0 * width + min(width - 1, $1 + 1) })
    return pass(wide, { max(0, $0 - 1) * width + $1 }, { min(height - 1, $0 + 1) * width + $1 })
  }

  /// The centre weight of so many passes: the middle of row 2 n of Pascal's triangle over 4^n for each direction in
  /// which a pixel has neighbours.
  private func centre(passes: Int) -> Double {
    var weight = 1.0
    for pass in 0..<passes { weight *= Double(2 * pass + 1) / Double(2 * pass + 2) }
    return [height, width].reduce(1) { $1 > 1 ? $0 * weight : $0 }
  }

  private static func meanSquare(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }
}
