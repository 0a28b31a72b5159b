import FileFormats

extension TrainingConfiguration.DataIdentity {
  /// The identity of some images, over all of whose bytes it walks; of a conditional run with that of their labels.
  public init(computing images: ImageSet, isConditional: Bool = false) {
    self.init(
      imageCount: images.count, checksum: images.computeChecksum(),
      classes: isConditional ? DataClasses(computing: images) : nil)
  }

  /// Whether both are of the same images, and of the same classes if both runs go by classes.
  package func hasImages(of other: Self) -> Bool {
    imageCount == other.imageCount && checksum == other.checksum
      && (classes == nil || other.classes == nil || classes == other.classes)
  }

  /// The same images in a run that goes by the classes, which `images` knows, or does not.
  package func with(_ isConditional: Bool, _ images: ImageSet) -> Self {
    var identity = self
    identity.classes = isConditional ? DataClasses(computing: images) : nil
    return identity
  }
}
