import FileFormats

/// How images stand in rows and columns on an area, each as large as can be while enough of them fit.
public struct GridLayout: Equatable, Sendable {
  /// The extents of an image on the area, in its pixels.
  public let imageWidth, imageHeight: Int
  /// Images beside each other, and below.
  public let columns, rows: Int
  /// Pixels between images.
  public let gap: Int

  /// Images that are shown at most.
  public var count: Int { columns * rows }

  /// Smaller than that, little is seen of an image.
  private static let leastSide = 10
  /// The same where images below each other tell together what they are.
  private static let leastSideInColumns = 6

  /// Lays out images of one size.
  ///
  /// - Parameters:
  ///   - width: Pixels of an image.
  ///   - height: Pixels of an image, downwards.
  ///   - count: How many there are, at least one.
  ///   - enough: How many of them are to be seen at least, if that can be.
  ///   - area: Where they are to stand.
  ///   - gap: Pixels between images.
  ///   - wished: How many belong beside each other, since those below each other belong together. As many stand there
  ///     where they can, or twice or more times as many where more of them are seen by that.
  ///   - growsDown: Whether rows that do not fit go on below the area.
  public init(
    width: Int, height: Int, count: Int, enough: Int, in area: (width: Int, height: Int), gap: Int,
    columns wished: Int? = nil, growsDown: Bool = false
  ) {
    self.gap = gap
    let wanted = min(count, enough)
    let least = min(Self.leastSide, width)
    func fit(_ sideWidth: Int, _ sideHeight: Int) -> (columns: Int, rows: Int) {
      ((area.width + gap) / (sideWidth + gap), (area.height + gap) / (sideHeight + gap))
    }
    func scaled(_ sideWidth: Int) -> Int { max(1, (height * sideWidth + width / 2) / width) }
    // Enlarged by whole numbers, each pixel has one size; made smaller, every size will do.
    let enlarged = stride(from: min(32, max(1, area.width / width)), to: 0, by: -1).map { $0 * width }
    let sides = enlarged + stride(from: width - 1, through: least, by: -1)
    let ofWished = wished.flatMap { wished -> (side: Int, columns: Int)? in
      let smaller = stride(from: least - 1, through: min(Self.leastSideInColumns, least), by: -1)
      let fitting = (sides + smaller).compactMap { side -> (side: Int, columns: Int, count: Int)? in
        let (columns, rows) = fit(side, scaled(side))
        let whole = min(columns, count) / wished * wished
        // Two rows show what the columns have in common.
        return whole > 0 && rows >= min(2, count / wished) ? (side, whole, whole * rows) : nil
      }
      return (fitting.first { $0.count >= wanted } ?? fitting.first).map { ($0.side, $0.columns) }
    }
    let side =
      ofWished?.side
      ?? sides.first { side in
        let (columns, rows) = fit(side, scaled(side))
        return columns > 0 && rows > 0 && columns * rows >= wanted
      }
    var (imageWidth, imageHeight) = (side ?? least, scaled(side ?? least))
    if fit(imageWidth, imageHeight).columns == 0 || fit(imageWidth, imageHeight).rows == 0 && !growsDown {
      // Not even one such image fits: it is made as large as can be.
      imageWidth = max(1, min(area.width, area.height * width / height))
      imageHeight = max(1, min(area.height, scaled(imageWidth)))
    }
    let fixed = ofWished?.columns
    let columns = min(count, fixed ?? max(1, fit(imageWidth, imageHeight).columns))
    let needed = (count + columns - 1) / columns
    let rows = growsDown ? needed : min(needed, max(1, fit(imageWidth, imageHeight).rows))
    // As even as the rows allow: seven and six rather than twelve and one.
    self.columns = rows == needed && fixed == nil ? (count + rows - 1) / rows : columns
    self.rows = rows
    (self.imageWidth, self.imageHeight) = (imageWidth, imageHeight)
  }

  /// The picture of the first images, in a dark frame.
  public func picture(_ images: [RasterImage]) -> RasterImage {
    let channels = images.first?.channels ?? 1
    let width = columns * (imageWidth + gap) - gap
    let height = rows * (imageHeight + gap) - gap
    var pixels = [UInt8](repeating: 0, count: width * height * channels)
    for (place, image) in images.prefix(count).enumerated() {
      let scaled = image.fitted(width: imageWidth, height: imageHeight, by: .stretch)
      let left = place % columns * (imageWidth + gap)
      let top = place / columns * (imageHeight + gap)
      for row in 0..<imageHeight {
        let start = ((top + row) * width + left) * channels
        let size = imageWidth * channels
        pixels.replaceSubrange(start..<start + size, with: scaled.pixels[row * size..<(row + 1) * size])
      }
    }
    return RasterImage(width: width, height: height, channels: channels, pixels: pixels)
  }
}

extension PictureArea {
  /// The layout of so many images of one size.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - width: Pixels of an image.
  ///   - height: Pixels of an image, downwards.
  ///   - columns: How many stand beside each other where that many can.
  ///   - showsAll: Whether all are to be seen, those that do not fit below the area; else it is enough of them.
  /// - Returns: The layout.
  public func layout(
    count: Int, width: Int, height: Int, columns: Int? = nil, showsAll: Bool = false
  ) -> GridLayout {
    let enough = showsAll ? count : form.isOfCharacters ? 12 : 32
    return GridLayout(
      width: width, height: height, count: count, enough: enough, in: (self.width, self.height),
      gap: form.isOfCharacters ? 1 : 4, columns: columns, growsDown: showsAll)
  }

  /// A picture as large as the area allows, by whole numbers where it is enlarged.
  public func fitting(_ picture: RasterImage) -> RasterImage {
    let layout = GridLayout(
      width: picture.width, height: picture.height, count: 1, enough: 1, in: (width, height), gap: 0)
    return layout.picture([picture])
  }
}
