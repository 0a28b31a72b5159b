import FileFormats
import TensorCore

/// Images in rows and columns on one picture, with lines between them.
public struct SampleGrid {
  /// Images beside each other.
  public let columns: Int
  /// Pixels around and between images.
  public let padding: Int
  private let image: Shape
  private let width: Int
  private let height: Int
  private var pixels: [UInt8]

  /// Creates an empty grid for `count` images of one shape, at least one. The last row may stay incomplete. Lines and
  /// empty places have the brightness `background`.
  ///
  /// - Throws: ``SampleGridError`` if the picture would exceed ``maximumCount`` bytes.
  public init(
    count: Int, columns: Int, padding: Int, image: Shape, background: UInt8 = 0
  ) throws(SampleGridError) {
    let shape = try Self.shape(count: count, columns: columns, padding: padding, image: image)
    self.columns = min(columns, count)
    self.padding = padding
    self.image = image
    width = shape.width
    height = shape.height
    pixels = [UInt8](repeating: background, count: shape.count)
  }

  /// The extents of the picture that such a grid makes.
  ///
  /// - Throws: ``SampleGridError`` if it would exceed ``maximumCount`` bytes.
  public static func shape(
    count: Int, columns: Int, padding: Int, image: Shape
  ) throws(SampleGridError) -> Shape {
    let columns = min(columns, count)
    let (width, wide) = extent(columns, image.width, padding)
    let (height, high) = extent((count - 1) / columns + 1, image.height, padding)
    guard !wide, !high, width <= maximumCount / image.channels / height else { throw SampleGridError() }
    return Shape(height: height, width: width, channels: image.channels)
  }

  /// The most bytes of a picture, 2^28.
  public static let maximumCount = 1 << 28

  private static func extent(_ images: Int, _ pixels: Int, _ padding: Int) -> (Int, Bool) {
    let (cell, overflow) = pixels.addingReportingOverflow(padding)
    let (cells, overflows) = images.multipliedReportingOverflow(by: cell)
    let (extent, exceeds) = cells.addingReportingOverflow(padding)
    return (extent, overflow || overflows || exceeds || extent > maximumCount)
  }

  /// The number of columns that makes a grid about square.
  public static func squareColumns(count: Int) -> Int {
    var columns = 1
    while columns * columns < count { columns += 1 }
    return columns
  }

  /// Draws an image with values -1 ... 1 in its place, counted along rows.
  public mutating func draw(_ values: Tensor, at place: Int) { draw(PixelValues.bytes(nearest: values), at: place) }

  /// Draws an image of bytes in its place, counted along rows.
  public mutating func draw(_ bytes: [UInt8], at place: Int) {
    let top = padding + place / columns * (image.height + padding)
    let left = padding + place % columns * (image.width + padding)
    let rowCount = image.width * image.channels
    for row in 0..<image.height {
      let target = ((top + row) * width + left) * image.channels
      pixels.replaceSubrange(target..<target + rowCount, with: bytes[row * rowCount..<(row + 1) * rowCount])
    }
  }

  /// The extents of the picture.
  public var shape: Shape { Shape(height: height, width: width, channels: image.channels) }

  /// The picture as it stands.
  public var picture: RasterImage {
    RasterImage(width: width, height: height, channels: image.channels, pixels: pixels)
  }
}

/// A picture that would be too large.
public struct SampleGridError: Error, CustomStringConvertible {
  /// A sentence.
  public var description: String { "The picture would be larger than \(SampleGrid.maximumCount >> 20) MB." }
}
