import FileFormats

/// Turning images of one class into another, whose shape they keep: the latent vectors of the images are moved along
/// the difference of the mean vectors of both classes. What the classes have in common stays (Radford et al., 2016,
/// section 6.3.2, with found vectors instead of drawn ones).
public struct Restyling {
  /// What the latent vectors are to be searched of: the images, and behind them the examples of both classes.
  public let searched: ImageSet
  private let imageCount: Int
  private let sourceCount: Int

  /// Prepares to turn images of the class of some examples, at least one, into that of others, at least one.
  public init(_ images: ImageSet, from source: ImageSet, to target: ImageSet) {
    precondition(source.count > 0 && target.count > 0)
    searched = images.joined(with: source, target)
    imageCount = images.count
    sourceCount = source.count
  }

  /// Moves the images' vectors.
  ///
  /// - Parameters:
  ///   - latents: the vector found for each of the ``searched`` images.
  ///   - strengths: how far to go each time: 0 leaves a vector where it is, 1 is the whole way from class to class.
  /// - Returns: for each image in turn a vector of each strength.
  public func move(_ latents: [[Float]], strengths: [Double]) -> [[Float]] {
    precondition(latents.count == searched.count)
    let direction = LatentArithmetic.sum(
      LatentArithmetic.mean(Array(latents[(imageCount + sourceCount)...])),
      LatentArithmetic.mean(Array(latents[imageCount..<imageCount + sourceCount])), times: -1)
    return latents.prefix(imageCount).flatMap { latent in
      strengths.map { LatentArithmetic.sum(latent, direction, times: $0) }
    }
  }
}
