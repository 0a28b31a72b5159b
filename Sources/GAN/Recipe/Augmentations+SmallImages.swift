import TensorCore

extension Augmentations {
  /// Those that do nothing to images of so few pixels, by their names, and why: a shift is of no whole pixel, a mirror
  /// image the image itself.
  public func idle(on image: Shape) -> [(name: String, reason: String)] {
    var idle: [(name: String, reason: String)] = []
    if contains(.translation), Augmenter.greatestShift(of: max(image.height, image.width)) == 0 {
      idle.append((Augmentations.translation.settingText, "an eighth of their extents is less than half a pixel"))
    }
    if contains(.flip), image.width == 1 {
      idle.append((Augmentations.flip.settingText, "they are their own mirror images"))
    }
    return idle
  }
}

/// An augmentation that would leave nothing of the images.
public struct AugmentationError: Error, Equatable, CustomStringConvertible {
  /// The augmentation.
  public let name: String

  /// A sentence.
  public var description: String {
    "The augmentation \(name) takes half of the height and width of an image away, rounded up, and these have a single "
      + "pixel: the discriminator would see none of them."
  }

  /// Refuses to begin with augmentations that would leave nothing of images.
  ///
  /// - Throws: ``AugmentationError``.
  package static func check(_ augmentations: Augmentations, _ image: Shape) throws(AugmentationError) {
    guard augmentations.contains(.cutout), image.height == 1, image.width == 1 else { return }
    throw AugmentationError(name: Augmentations.cutout.settingText)
  }
}
