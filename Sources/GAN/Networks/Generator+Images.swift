import FileFormats
import TensorCore

extension Generator {
  /// Makes the images of given latents with the running statistics.
  ///
  /// - Parameters:
  ///   - latents: the vectors, each of as many values as the generator takes.
  ///   - classes: the class of each, as ``draw(_:classes:_:)`` takes them.
  /// - Returns: an image for each, in their order.
  public func images(_ latents: [[Float]], classes: [Int]? = nil) -> ImageSet {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(latents.count * network.plan.output.imageCount)
    draw(latents, classes: classes) { bytes += PixelValues.bytes(nearest: $1) }
    return ImageSet(network.plan.output, bytes: bytes)
  }
}
