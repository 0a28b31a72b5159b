import FileFormats

extension TrainingConfiguration.DataIdentity {
  /// The identity of some images, over all of whose bytes it walks.
  public init(computing images: ImageSet) {
    self.init(imageCount: images.count, checksum: images.computeChecksum())
  }
}
