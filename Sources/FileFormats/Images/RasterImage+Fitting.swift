/// How a picture comes to a size of other proportions.
public enum PictureFit: String, CaseIterable, Sendable {
  /// Its largest centred part of the same proportions is taken.
  case crop
  /// It is taken whole, with the background on two sides of it.
  case pad
  /// It is taken whole, and loses its proportions.
  case stretch
}

extension RasterImage {
  /// The picture in other extents, each new pixel the mean of the area that it covers. Enlarging repeats pixels, with
  /// mixtures where they do not fall together.
  public func fitted(
    width newWidth: Int, height newHeight: Int, by fit: PictureFit = .crop, background: RGBColour = .white
  ) -> RasterImage {
    precondition(newWidth > 0 && newHeight > 0)
    switch fit {
    case .crop:
      // The greatest part of the proportions newWidth : newHeight, at least a pixel.
      let partWidth = max(1, min(width, height * newWidth / newHeight))
      let partHeight = max(1, min(height, width * newHeight / newWidth))
      return scaled(
        columns: Self.areas(from: (width - partWidth) / 2, partWidth, into: newWidth),
        rows: Self.areas(from: (height - partHeight) / 2, partHeight, into: newHeight))
    case .stretch:
      return scaled(
        columns: Self.areas(from: 0, width, into: newWidth), rows: Self.areas(from: 0, height, into: newHeight))
    case .pad:
      // The greatest extents of these proportions, rounded, at least a pixel.
      let innerWidth = max(1, min(newWidth, (2 * width * newHeight + height) / (2 * height)))
      let innerHeight = max(1, min(newHeight, (2 * height * newWidth + width) / (2 * width)))
      let inner = fitted(width: innerWidth, height: innerHeight, by: .stretch)
      return inner.padded(width: newWidth, height: newHeight, background)
    }
  }

  private func scaled(columns: [[Share]], rows: [[Share]]) -> RasterImage {
    let total = [columns, rows].reduce(1) { $0 * $1[0].reduce(0) { $0 + $1.weight } }
    var scaled: [UInt8] = []
    scaled.reserveCapacity(columns.count * rows.count * channels)
    for row in rows {
      for column in columns {
        for channel in 0..<channels {
          var sum = total / 2
          for (y, rowWeight) in row {
            for (x, columnWeight) in column {
              sum += Int(pixels[y * rowSize + x * channels + channel]) * rowWeight * columnWeight
            }
          }
          scaled.append(UInt8(sum / total))
        }
      }
    }
    return RasterImage(width: columns.count, height: rows.count, channels: channels, pixels: scaled)
  }

  /// A pixel, and how much of it belongs to a new one.
  private typealias Share = (pixel: Int, weight: Int)

  /// For each of `count` equal parts of some pixels in a row, the pixels it covers and how much of each, in units in
  /// which a part is as long as there are pixels.
  private static func areas(from first: Int, _ length: Int, into count: Int) -> [[Share]] {
    (0..<count).map { part in
      let (start, end) = (part * length, (part + 1) * length)
      return (start / count...(end - 1) / count).map { pixel in
        (first + pixel, min(end, (pixel + 1) * count) - max(start, pixel * count))
      }
    }
  }

  /// The picture in the centre of a larger one, which is in colour if the background is.
  private func padded(width newWidth: Int, height newHeight: Int, _ background: RGBColour) -> RasterImage {
    if newWidth == width, newHeight == height { return self }
    if channels == 1, !background.isGrey {
      return convertedToColour().padded(width: newWidth, height: newHeight, background)
    }
    let colour = channels == 1 ? [background.red] : [background.red, background.green, background.blue]
    var padded = (0..<newWidth * newHeight).flatMap { _ in colour }
    let (left, top) = ((newWidth - width) / 2, (newHeight - height) / 2)
    for row in 0..<height {
      let start = ((top + row) * newWidth + left) * channels
      padded.replaceSubrange(start..<start + rowSize, with: pixels[row * rowSize..<(row + 1) * rowSize])
    }
    return RasterImage(width: newWidth, height: newHeight, channels: channels, pixels: padded)
  }
}
