import FileFormats

extension TrainingConfiguration.DataIdentity {
  /// The identity of some images, over all of whose bytes it walks; of a conditional run with that of their labels.
  public init(computing images: ImageSet, isConditional: Bool = false) {
    self.init(
      imageCount: images.count, checksum: images.computeChecksum(),
      classes: isConditional ? DataClasses(computing: images) : nil)
  }

  /// The same images in a run that goes by the classes, which `images` knows, or does not.
  package func with(_ isConditional: Bool, _ images: ImageSet) -> Self {
    var identity = self
    identity.classes = isConditional ? DataClasses(computing: images) : nil
    return identity
  }
}
