/// How arrays of numbers become images.
public struct ImageConversion: Sendable {
  /// The numbers that become 0 and 255; told by their extrema if `nil`.
  public var range: IntensityRange?
  /// Width and height of images that are rows of numbers, and of the result; as they are if `nil`.
  public var size: (width: Int, height: Int)?
  /// Where the channels are; told by the dimensions if `nil`.
  public var channels: ImageLayout.ChannelOrder?
  /// Whether rows and columns are exchanged, since EMNIST's images lie on their sides.
  public var isTransposed = false
  /// Whether colours become grey.
  public var isGrey = false

  /// A conversion that tells everything by the numbers.
  public init() {}

  /// Makes images of arrays that belong together, such as those for training and for tests.
  /// - Parameters:
  ///   - arrays: The numbers, with the file that errors speak of.
  ///   - remark: Given what was taken for granted.
  /// - Returns: The images, a set for each array, without labels.
  /// - Throws: ``FileError`` if the arrays are none of images, or the images are more than there is memory for.
  public func convert(
    _ arrays: [(array: NumberArray, path: String)], remark: (String) -> Void
  ) throws -> [ImageSet] {
    let layouts = try arrays.map { try ImageLayout($0.array.shape, size: size, order: channels, path: $0.path) }
    for text in Set(layouts.compactMap(\.remark)).sorted() { remark(text) }
    let range = try chosenRange(arrays, remark: remark)
    return try zip(arrays, layouts).map { source, layout in
      let width = size?.width ?? (isTransposed ? layout.height : layout.width)
      let height = size?.height ?? (isTransposed ? layout.width : layout.height)
      guard let bytes = [layout.count, width, height, layout.channels].checkedProduct() else {
        throw FileError(.badData, path: source.path, reason: "the images would be larger than any file can be")
      }
      try InputFile.requireMemory(for: source.array.count + bytes, path: source.path)
      return images(source.array, layout, range, width: width, height: height)
    }
  }

  private func chosenRange(
    _ arrays: [(array: NumberArray, path: String)], remark: (String) -> Void
  ) throws -> IntensityRange {
    guard let first = arrays.first else { return .bytes }
    var extrema = try Extrema(first.array, path: first.path)
    for other in arrays.dropFirst() { extrema = extrema.joined(with: try Extrema(other.array, path: other.path)) }
    guard let range else {
      let guess = IntensityRange.guess(first.array.type, extrema)
      if let text = guess.remark { remark(text) }
      return guess.range
    }
    if extrema.minimum < range.lower || extrema.maximum > range.upper {
      remark(
        "the values are from \(extrema.minimum.shortText) to \(extrema.maximum.shortText): those outside \(range.text) "
          + "became black or white")
    }
    return range
  }

  private func images(
    _ array: NumberArray, _ layout: ImageLayout, _ range: IntensityRange, width: Int, height: Int
  ) -> ImageSet {
    let levels = array.levels(range)
    let channels = isGrey ? 1 : layout.channels
    let isPlain =
      (layout.channels == 1 || layout.order == .last) && !isTransposed && channels == layout.channels
      && width == layout.width && height == layout.height
    if isPlain {
      return ImageSet(count: layout.count, height: height, width: width, channels: channels, bytes: levels)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(layout.count * width * height * channels)
    for place in 0..<layout.count {
      bytes += upright(levels, place, layout).withChannels(channels).fitted(width: width, height: height).pixels
    }
    return ImageSet(count: layout.count, height: height, width: width, channels: channels, bytes: bytes)
  }

  /// An image with its rows and columns in their places and its channels last.
  private func upright(_ levels: [UInt8], _ place: Int, _ layout: ImageLayout) -> RasterImage {
    let (height, width, channels) = (layout.height, layout.width, layout.channels)
    let start = place * height * width * channels
    let (rowStep, columnStep, channelStep) =
      layout.order == .first ? (width, 1, height * width) : (width * channels, channels, 1)
    let outer = isTransposed ? (width, columnStep) : (height, rowStep)
    let inner = isTransposed ? (height, rowStep) : (width, columnStep)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(height * width * channels)
    for row in 0..<outer.0 {
      for column in 0..<inner.0 {
        let pixel = start + row * outer.1 + column * inner.1
        for channel in 0..<channels { pixels.append(levels[pixel + channel * channelStep]) }
      }
    }
    return RasterImage(width: inner.0, height: outer.0, channels: channels, pixels: pixels)
  }
}

extension NumberArray {
  /// Every number as a level of 0...255.
  fileprivate func levels(_ range: IntensityRange) -> [UInt8] {
    if type == .unsigned8, range == .bytes { return bytes }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      var place = 0
      forEachValue {
        buffer[place] = range.level(of: $0)
        place += 1
      }
      initializedCount = place
    }
  }
}
