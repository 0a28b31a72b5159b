import FileFormats
import GAN
import TensorCore

/// Images as the judge takes them.
extension ImageSet {
  /// The pixels as rows, one an image, to measure distances between.
  var pixels: RowMatrix { RowMatrix(bytes, columns: imageSize) }

  /// The number of classes, the largest label and 1; 0 without labels.
  var classCount: Int { labels?.max().map { Int($0) + 1 } ?? 0 }

  /// The set without its labels if they do not tell two classes apart.
  public func withoutIdleLabels() -> ImageSet {
    Set(labels ?? []).count > 1
      ? self : ImageSet(count: count, height: height, width: width, channels: channels, bytes: bytes)
  }

  /// Images chosen by a fixed random order, `count` of them or all, in the order of their numbers.
  public func chosen(_ count: Int) -> ImageSet {
    count >= self.count ? self : subset(at: Self.chosenNumbers(count, of: self.count))
  }

  /// The numbers of the images that ``chosen(_:)`` takes of so many.
  public static func chosenNumbers(_ count: Int, of all: Int) -> [Int] {
    fixedOrder(all).prefix(count).sorted()
  }

  /// The numbers below a count in an order that is always the same.
  public static func fixedOrder(_ count: Int) -> [Int] {
    EvaluationStream.choice.stream().shuffledIndices(count: count)
  }

  /// Tells the pixels and labels of one data set from another's: two CRC-32 in hexadecimal digits.
  func computeChecksumText() -> String {
    let classes = (labels ?? []).isEmpty ? [0] : labels ?? []
    return [self, ImageSet(Shape(channels: 1), bytes: classes)].map { images in
      let digits = String(images.computeChecksum(), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined(separator: "-")
  }
}
