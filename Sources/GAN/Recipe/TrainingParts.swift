import FileFormats
import TensorCore

/// The training images of a run in two parts: those that it learns from, and those that are kept apart to judge it by.
///
/// Which are kept apart depends on the number of images and of those kept apart alone, and not on the run's seed: runs
/// of different seeds are judged by the same images, and of a larger number the smaller one's are a part.
public struct TrainingParts: Sendable {
  /// The images to learn from, in their order.
  public let learnt: ImageSet
  /// The images kept apart, in their order; an empty set if there are none.
  public let heldOut: ImageSet

  /// Parts images.
  ///
  /// - Parameters:
  ///   - images: all training images.
  ///   - count: how many to keep apart; all of them at most.
  public init(_ images: ImageSet, holdingOut count: Int) {
    guard count > 0 else {
      (learnt, heldOut) = (images, images.subset(at: []))
      return
    }
    let numbers = Self.numbers(of: images.count, holdingOut: count)
    heldOut = images.subset(at: numbers.heldOut)
    learnt = images.subset(at: numbers.learnt)
  }

  /// The numbers of the images of either part, in their order.
  package static func numbers(of imageCount: Int, holdingOut count: Int) -> (learnt: [Int], heldOut: [Int]) {
    let order = RandomStream(seed: 0, purpose: .holdOut).shuffledIndices(count: imageCount)
    return (order.dropFirst(count).sorted(), order.prefix(count).sorted())
  }
}
