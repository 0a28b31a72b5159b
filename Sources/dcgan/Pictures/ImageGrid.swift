import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// Images of one shape that stand in cells of a grid, some of which may stay empty, or in a file one after the other.
struct ImageGrid {
  private let shape: Shape
  private let columns: Int
  private var images: [(cell: Int, bytes: ArraySlice<UInt8>)] = []
  /// The images to write where the format holds single ones, if they are not all.
  private let results: ImageSet?
  /// Cells, filled or empty.
  private var count = 0

  private static let maximumColumns = 10
  /// The brightness around the images, so that an empty cell is not taken for a black image.
  private static let background: UInt8 = 96

  /// Creates an empty grid with so many cells beside each other. Where the format holds single images, `results` are
  /// written, or else all images.
  init(_ shape: Shape, columns: Int, results: ImageSet? = nil) {
    self.shape = shape
    self.columns = columns
    self.results = results
  }

  /// Images that belong together in columns: one of each list, all of one length, below the other, ten columns beside
  /// each other. The results are what is written where the format holds single images.
  init(rowsOf rows: [ImageSet], results: ImageSet) {
    self.init(results.shape, columns: min(Self.maximumColumns, results.count), results: results)
    for start in stride(from: 0, to: results.count, by: columns) {
      for row in rows {
        for place in start..<min(start + columns, row.count) { add(row[place]) }
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
    let columns = min(maximumColumns, count)
    let cells = (count + columns - 1) / columns * lists * columns
    try check(file, image, cells: cells, columns: columns, padding: padding)
  }

  /// Adds an image in the next cell.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
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

  /// Writes the grid, every pixel of the images enlarged to `scale` x `scale`, or the images without it where the
  /// format holds single ones.
  func write(to file: OutputImage, padding: Int, scale: Int = 1) throws {
    if file.format.holdsSingleImages {
      let single = results?.bytes ?? images.flatMap(\.bytes)
      return try file.write(single.count / shape.imageCount, of: shape.enlarged(by: scale)) {
        try $0(single.enlarged(shape, by: scale))
      }
    }
    try file.write(picture(for: file.format, padding: padding, scale: scale))
  }

  /// The grid as a picture, every pixel of the images enlarged to `scale` x `scale`.
  ///
  /// - Throws: `UsageError` or `MemoryError` if a file of the format cannot hold it.
  func picture(for format: ImageFormat, padding: Int, scale: Int = 1) throws -> RasterImage {
    let enlarged = shape.enlarged(by: scale)
    var grid = try SampleGrid(
      count: count, columns: columns, padding: padding, image: enlarged, background: Self.background)
    for (cell, bytes) in images { grid.draw(Array(bytes).enlarged(shape, by: scale), at: cell) }
    try OutputImage.check(grid.shape, format)
    return grid.picture
  }
}
