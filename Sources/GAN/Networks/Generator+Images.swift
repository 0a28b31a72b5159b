import FileFormats
import TensorCore

extension Generator {
  /// Makes the images of given latents with the running statistics.
  ///
  /// - Parameter latents: the vectors, each of as many values as the generator takes.
  /// - Returns: an image for each, in their order.
  public func images(_ latents: [[Float]]) -> ImageSet {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(latents.count * network.plan.output.imageCount)
    draw(latents) { bytes += PixelValues.bytes(nearest: $1) }
    return ImageSet(network.plan.output, bytes: bytes)
  }
}
