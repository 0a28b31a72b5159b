import Runs
import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// Images of one shape that stand in cells of a grid, some of which may stay empty, or in a file one after the other.
struct ImageGrid {
  private let shape: Shape
  private let columns: Int
  private var images: [(cell: Int, bytes: [UInt8])] = []
  /// The images to write where the format holds single ones, if they are not all.
  private let results: [[UInt8]]?
  /// Cells, filled or empty.
  private var count = 0

  private static let greatestColumns = 10
  /// The brightness around the images, so that an empty cell is not taken for a black image.
  private static let background: UInt8 = 96

  /// Creates an empty grid with so many cells beside each other. Where the format holds single images, `results` are
  /// written, or else all images.
  init(_ shape: Shape, columns: Int, results: [[UInt8]]? = nil) {
    self.shape = shape
    self.columns = columns
    self.results = results
  }

  /// Images that belong together in columns: one of each list, all of one length, below the other, ten columns beside each
  /// other. The results are what is written where the format holds single images.
  init(_ shape: Shape, rowsOf rows: [[[UInt8]]], results: [[UInt8]]) {
    self.init(shape, columns: min(Self.greatestColumns, results.count), results: results)
    for start in stride(from: 0, to: results.count, by: columns) {
      for row in rows {
        for image in row[start..<min(start + columns, row.count)] { add(image) }
        endRow()
      }
    }
  }

  /// Refuses a grid that ``write(to:padding:scale:)`` could not write, before its images are made.
  static func check(_ file: OutputImage, _ image: Shape, cells: Int, columns: Int, padding: Int) throws {
    if file.format.holdsSingleImages { return }
    try file.check(try SampleGrid.shape(count: cells, columns: columns, padding: padding, image: image))
  }

  /// Refuses a grid of so many lists of `count` images, below each other, that could not be written.
  static func check(_ file: OutputImage, _ image: Shape, lists: Int, of count: Int, padding: Int) throws {
    let columns = min(greatestColumns, count)
    let cells = (count + columns - 1) / columns * lists * columns
    try check(file, image, cells: cells, columns: columns, padding: padding)
  }

  /// Adds an image in the next cell.
  mutating func add(_ bytes: [UInt8]) {
    images.append((count, bytes))
    count += 1
  }

  /// Leaves cells empty up to the end of the row.
  mutating func endRow() {
    count += (columns - count % columns) % columns
  }

  /// Leaves cells empty up to a column.
  mutating func skip(toColumn column: Int) {
    count += (column - count % columns + columns) % columns
  }

  /// The images as pictures of their own.
  var pictures: [RasterImage] {
    images.map {
      RasterImage(width: shape.width, height: shape.height, channels: shape.channels, pixels: $0.bytes)
    }
  }

  /// Writes the grid, every pixel enlarged to `scale` x `scale`, or the images without it where the format holds single ones.
  func write(to file: OutputImage, padding: Int, scale: Int = 1) throws {
    if file.format.holdsSingleImages {
      let images = results ?? images.map(\.bytes)
      return try file.write(
        IDXImages(
          count: images.count, rows: shape.height, columns: shape.width, channels: shape.channels,
          bytes: images.flatMap { $0 }))
    }
    let enlarged = Shape(height: shape.height * scale, width: shape.width * scale, channels: shape.channels)
    var grid = try SampleGrid(
      count: count, columns: columns, padding: padding, image: enlarged, background: Self.background)
    for (image, picture) in zip(images, pictures) { grid.draw(picture.enlarged(by: scale).pixels, at: image.cell) }
    try file.check(grid.shape)
    try file.write(grid.picture)
  }
}
