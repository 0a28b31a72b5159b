import FileFormats
import Foundation

/// How much alike two images are: 10 log10 (255^2 / mean squared difference), in decibels. It is infinite for images
/// that are the same.
public enum PeakSignalToNoiseRatio {
  /// The ratio of two images of as many bytes.
  public static func ofImages(_ image: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Double {
    precondition(image.count == other.count)
    let squares = zip(image, other).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
    return 10 * log10(255 * 255 * Double(image.count) / Double(squares))
  }

  /// The ratio of each image of a set to the one at its place in another set.
  public static func ofPairs(_ images: ImageSet, _ others: ImageSet) -> [Double] {
    (0..<images.count).map { ofImages(images[$0], others[$0]) }
  }

  /// The mean of those ratios that are finite; infinite if none is.
  public static func mean(_ ratios: [Double]) -> Double {
    let finite = ratios.filter(\.isFinite)
    return finite.isEmpty ? .infinity : finite.reduce(0, +) / Double(finite.count)
  }
}
