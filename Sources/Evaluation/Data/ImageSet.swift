import TensorCore

/// Images of bytes with a class each, if the classes are known: what is judged, and what it is judged by.
public struct ImageSet: Sendable {
  /// The shape of one image.
  public let shape: Shape
  /// The pixels of all images in NHWC order.
  public let bytes: [UInt8]
  /// The class of each image; `nil` if the classes are not known.
  public let labels: [UInt8]?

  /// Puts images together; `bytes` holds a whole number of images, and there is a label for each of them, if any.
  public init(shape: Shape, bytes: [UInt8], labels: [UInt8]? = nil) {
    precondition(bytes.count % shape.imageCount == 0, "images are whole")
    precondition(labels == nil || labels?.count == bytes.count / shape.imageCount, "every image has a label")
    self.shape = shape.with(images: 1)
    self.bytes = bytes
    self.labels = labels
  }

  /// The number of images.
  public var count: Int { bytes.count / shape.imageCount }

  /// The images of these numbers, in this order.
  public func images(_ numbers: [Int]) -> ImageSet {
    ImageSet(
      shape: shape, bytes: numbers.flatMap { image($0) }, labels: labels.map { labels in numbers.map { labels[$0] } })
  }

  /// The first images, `count` of them or all.
  public func prefix(_ count: Int) -> ImageSet {
    count >= self.count ? self : images(Array(0..<count))
  }

  /// The pixels of one image.
  public func image(_ number: Int) -> ArraySlice<UInt8> {
    bytes[number * shape.imageCount..<(number + 1) * shape.imageCount]
  }

  /// The pixels as rows, one an image, to measure distances between.
  public var pixels: RowMatrix { RowMatrix(bytes, columns: shape.imageCount) }

  /// The number of classes, the largest label and 1; 0 without labels.
  public var classCount: Int { labels?.max().map { Int($0) + 1 } ?? 0 }

  /// Images chosen by a fixed random order, `count` of them or all, in the order of their numbers.
  public func chosen(_ count: Int) -> ImageSet {
    count >= self.count ? self : images(Self.chosenNumbers(count, of: self.count))
  }

  /// The numbers of the images that ``chosen(_:)`` takes of so many.
  public static func chosenNumbers(_ count: Int, of all: Int) -> [Int] {
    fixedOrder(all).prefix(count).sorted()
  }

  /// The numbers below a count in an order that is always the same.
  static func fixedOrder(_ count: Int) -> [Int] {
    EvaluationStream.choice.stream().shuffledIndices(count: count)
  }
}

extension Shape {
  /// The extents of one image, for example `28x28x1`.
  var imageText: String { "\(height)x\(width)x\(channels)" }
}
