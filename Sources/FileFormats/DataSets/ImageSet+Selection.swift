extension ImageSet {
  /// The images at some places, in the order given, with their labels.
  public func subset(at places: some Collection<Int>) -> ImageSet {
    replacingImages(
      count: places.count, bytes: places.flatMap { self[$0] },
      labels: labels.map { labels in places.map { labels[$0] } })
  }

  /// The first images, `count` of them or all, with their labels.
  public func prefix(_ count: Int) -> ImageSet { count >= self.count ? self : subset(at: 0..<count) }

  /// The images of one class, the first `limit` of them at most; none if there are no labels.
  public func images(ofClass number: UInt8, limit: Int = .max) -> ImageSet {
    let labels = labels ?? []
    return subset(at: labels.indices.filter { labels[$0] == number }.prefix(limit))
  }

  /// These images and behind them those of other sets of the same extents. The labels are kept if all sets have some,
  /// and the names of this set's classes stay.
  public func joined(with others: ImageSet...) -> ImageSet {
    let sets = [self] + others
    precondition(sets.allSatisfy { ($0.height, $0.width, $0.channels) == (height, width, channels) })
    let labels = sets.compactMap(\.labels)
    return replacingImages(
      count: sets.reduce(0) { $0 + $1.count }, bytes: sets.flatMap(\.bytes),
      labels: labels.count == sets.count ? labels.flatMap { $0 } : nil)
  }

  /// The set with each image changed to another of the same extents, which is given its place and its bytes.
  public func mapImages(_ change: (_ place: Int, _ image: [UInt8]) -> [UInt8]) -> ImageSet {
    replacingImages(count: count, bytes: (0..<count).flatMap { change($0, Array(self[$0])) }, labels: labels)
  }

  private func replacingImages(count: Int, bytes: [UInt8], labels: [UInt8]?) -> ImageSet {
    ImageSet(
      count: count, height: height, width: width, channels: channels, bytes: bytes, labels: labels,
      classNames: classNames)
  }
}
