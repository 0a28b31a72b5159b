/// The class of each image of a batch, which the layers of a conditional network look up; 0 until it is set.
public final class BatchClasses {
  private(set) var numbers: [Int32]

  /// Classes of batches of at most so many images.
  init(maximumImages: Int) {
    numbers = [Int32](repeating: 0, count: maximumImages)
  }

  /// Sets the classes of the first images, all those given or a part of them, without allocating.
  package func set(_ classes: [Int], part: Range<Int>? = nil) {
    let part = part ?? classes.indices
    for image in 0..<part.count { numbers[image] = Int32(classes[part.lowerBound + image]) }
  }

  /// Sets the class of an image, without allocating.
  package func set(_ number: Int, ofImage image: Int) { numbers[image] = Int32(number) }

  /// The maximum number of classes: that which labels of one byte tell apart.
  public static let maximumCount = 256
}

/// A kind of layer that goes by the classes of images.
protocol ConditionalLayerKind: LayerKind {
  /// The number of classes.
  var classes: Int { get }
}

extension ConditionalLayerKind {
  package static var format: Int { 3 }
}

extension LayerDescription {
  /// The number of classes that the layer tells apart; `nil` if it goes by none.
  public var classCount: Int? { (kind as? any ConditionalLayerKind)?.classes }
}

extension NetworkPlan {
  /// The number of classes that the network tells apart; `nil` if it goes by none.
  public var classCount: Int? { layers.lazy.compactMap(\.description.classCount).first }
}
