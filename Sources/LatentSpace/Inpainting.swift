import FileFormats
import TensorCore

/// Semantic inpainting (Yeh et al., "Semantic Image Inpainting with Deep Generative Models", 2017): a hole in a picture
/// is filled by the generated image that fits best around it and that the discriminator finds most real.
public struct Inpainting {
  private let width: Int
  private let height: Int
  private let hole: [Bool]
  private let fill: HarmonicFill
  /// How much each pixel's likeness counts: nothing in the hole, and elsewhere the more, the more of its surroundings
  /// is missing.
  public let weights: [Float]

  /// The side of the square around a pixel in which the hole is looked for, as in the paper.
  private static let windowSize = 7
  /// What a pixel counts that is far from the hole, where one inside a full window would count 1. The paper has 0; but
  /// the rest of a small picture tells what the picture is of.
  private static let minimumWeight: Float = 0.2

  /// Prepares for a hole: the pixels, along rows, that are not known. Some must be, and some must not.
  public init(width: Int, height: Int, hole: [Bool]) {
    self.width = width
    self.height = height
    self.hole = hole
    fill = HarmonicFill(width: width, height: height, hole: hole)
    weights = Self.weights(width: width, height: height, hole: hole)
  }

  private static func weights(width: Int, height: Int, hole: [Bool]) -> [Float] {
    let reach = windowSize / 2
    return hole.indices.map { pixel in
      if hole[pixel] { return 0 }
      let (row, column) = (pixel / width, pixel % width)
      var (count, missing) = (0, 0)
      for y in max(0, row - reach)...min(height - 1, row + reach) {
        for x in max(0, column - reach)...min(width - 1, column + reach) {
          count += 1
          if hole[y * width + x] { missing += 1 }
        }
      }
      return minimumWeight + Float(missing) / Float(count)
    }
  }

  /// The image with its hole filled from the generated one, whose brightness is made to fit at the edge. Both count
  /// rows, columns, channels.
  public func fill(_ image: [UInt8], from generated: [UInt8]) -> [UInt8] {
    let channels = image.count / hole.count
    var filled = image
    for channel in 0..<channels {
      func plane(_ image: [UInt8]) -> [Double] { hole.indices.map { Double(image[$0 * channels + channel]) } }
      let blended = fill.blend(plane(generated), into: plane(image))
      for pixel in hole.indices where hole[pixel] {
        filled[pixel * channels + channel] = UInt8(min(max(blended[pixel].rounded(), 0), 255))
      }
    }
    return filled
  }

  /// The image with one brightness in its hole.
  public func clear(_ image: [UInt8], to brightness: UInt8) -> [UInt8] {
    let channels = image.count / hole.count
    return image.indices.map { hole[$0 / channels] ? brightness : image[$0] }
  }

  /// The bytes of an image that lie in the hole.
  public func part(of image: ArraySlice<UInt8>) -> [UInt8] {
    let channels = image.count / hole.count
    return zip(0..., image).filter { hole[$0.0 / channels] }.map(\.1)
  }
}
