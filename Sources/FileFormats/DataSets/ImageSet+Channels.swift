extension ImageSet {
  /// Grey images as images of so many channels with the same value in each; other images as they are.
  public func withChannels(_ newChannels: Int) -> ImageSet {
    guard channels == 1, newChannels > 1 else { return self }
    return ImageSet(
      count: count, height: height, width: width, channels: newChannels,
      bytes: bytes.flatMap { repeatElement($0, count: newChannels) }, labels: labels, classNames: classNames)
  }
}
