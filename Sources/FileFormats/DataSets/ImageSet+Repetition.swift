extension ImageSet {
  /// How many of the images are among those of another set, pixel by pixel. The sets have images of one shape.
  public func count(ofThoseIn other: ImageSet) -> Int {
    guard count > 0, other.count > 0, imageSize == other.imageSize else { return 0 }
    // Places by hash, so that equal images are found without comparing all pairs.
    let places = Dictionary(grouping: 0..<other.count) { Self.hash(other[$0]) }
    return (0..<count).count { place in
      let image = self[place]
      return places[Self.hash(image)]?.contains { other[$0].elementsEqual(image) } ?? false
    }
  }

  /// FNV-1a, which is the same in every process.
  private static func hash(_ image: some Sequence<UInt8>) -> UInt64 {
    image.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
