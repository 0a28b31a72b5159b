extension RasterImage {
  /// The picture in other extents: its largest centred part of the same proportions, each new pixel the mean of the area
  /// that it covers. Enlarging repeats pixels, with mixtures where they do not fall together.
  public func fitted(width newWidth: Int, height newHeight: Int) -> RasterImage {
    precondition(newWidth > 0 && newHeight > 0)
    // The greatest part of the proportions newWidth : newHeight, at least a pixel.
    let partWidth = max(1, min(width, height * newWidth / newHeight))
    let partHeight = max(1, min(height, width * newHeight / newWidth))
    let columns = Self.areas(from: (width - partWidth) / 2, partWidth, into: newWidth)
    let rows = Self.areas(from: (height - partHeight) / 2, partHeight, into: newHeight)
    let total = partWidth * partHeight
    var fitted: [UInt8] = []
    fitted.reserveCapacity(newWidth * newHeight * channels)
    for row in rows {
      for column in columns {
        for channel in 0..<channels {
          var sum = total / 2
          for (y, rowWeight) in row {
            for (x, columnWeight) in column {
              sum += Int(pixels[y * rowSize + x * channels + channel]) * rowWeight * columnWeight
            }
          }
          fitted.append(UInt8(sum / total))
        }
      }
    }
    return RasterImage(width: newWidth, height: newHeight, channels: channels, pixels: fitted)
  }

  /// For each of `count` equal parts of some pixels in a row, the pixels it covers and how much of each, in units in which
  /// a part is as long as there are pixels.
  private static func areas(from first: Int, _ length: Int, into count: Int) -> [[(pixel: Int, weight: Int)]] {
    (0..<count).map { part in
      let (start, end) = (part * length, (part + 1) * length)
      return (start / count...(end - 1) / count).map { pixel in
        (first + pixel, min(end, (pixel + 1) * count) - max(start, pixel * count))
      }
    }
  }

  /// The picture in shades of grey: the luma of ITU-R BT.601, 0.299 red + 0.587 green + 0.114 blue.
  public var inGrey: RasterImage {
    if channels == 1 { return self }
    let grey = stride(from: 0, to: pixels.count, by: 3).map { (pixel: Int) -> UInt8 in
      let red = Int(pixels[pixel])
      let green = Int(pixels[pixel + 1])
      let blue = Int(pixels[pixel + 2])
      let thousandths: Int = 299 * red + 587 * green + 114 * blue
      return UInt8((thousandths + 500) / 1000)
    }
    return RasterImage(width: width, height: height, channels: 1, pixels: grey)
  }

  /// The picture with three channels.
  public var inColour: RasterImage {
    if channels == 3 { return self }
    return RasterImage(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
  }
}
