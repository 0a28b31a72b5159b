import FileFormats
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct SampleGridTests {
  /// A grid in which every image has one grey value of its own.
  private static func grid(count: Int, columns: Int, padding: Int, image: Shape) throws -> RasterImage {
    var grid = try SampleGrid(count: count, columns: columns, padding: padding, image: image)
    for place in 0..<count {
      let values = Tensor(image)
      values.values = [Float](repeating: Float(place + 1) / 127.5 - 1, count: image.count)
      grid.draw(values, at: place)
    }
    return grid.picture
  }

  /// The number, from 1, of the image that a pixel of a grid belongs to by definition; 0 on the lines and empty places.
  private static func expected(row: Int, column: Int, count: Int, columns: Int, padding: Int, image: Shape) -> UInt8 {
    let (cellHeight, cellWidth) = (image.height + padding, image.width + padding)
    let (down, across) = (row - padding, column - padding)
    guard down >= 0, across >= 0, down % cellHeight < image.height, across % cellWidth < image.width else { return 0 }
    let place = down / cellHeight * columns + across / cellWidth
    return place < count ? UInt8(place + 1) : 0
  }

  @Test func imagesStandInRowsWithLinesAroundThemForAnyCountColumnsAndPadding() throws {
    for channels in [1, 3] {
      let image = Shape(height: 2, width: 3, channels: channels)
      for count in [1, 2, 3, 5, 7, 12] {
        for columns in 1...count {
          for padding in 0...2 {
            let picture = try Self.grid(count: count, columns: columns, padding: padding, image: image)
            let rows = (count + columns - 1) / columns
            #expect(picture.width == columns * (3 + padding) + padding)
            #expect(picture.height == rows * (2 + padding) + padding)
            let pixels = (0..<picture.height).flatMap { row in
              (0..<picture.width).flatMap { column in
                [UInt8](
                  repeating: Self.expected(
                    row: row, column: column, count: count, columns: columns, padding: padding, image: image),
                  count: channels)
              }
            }
            #expect(picture.pixels == pixels, "\(count) images, \(columns) columns, padding \(padding)")
          }
        }
      }
    }
  }

  @Test func thereAreNoMoreColumnsThanImages() throws {
    let image = Shape(height: 2, width: 2, channels: 1)
    let grid = try SampleGrid(count: 3, columns: 10_000_000, padding: 1, image: image)
    #expect(grid.columns == 3)
    #expect(grid.picture.width == 10 && grid.picture.height == 4)
  }

  @Test(arguments: [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4), (64, 8), (65, 9), (10_000_000, 3163)])
  func aSquareGridHasTheFewestColumnsWhoseSquareHoldsTheImages(count: Int, columns: Int) {
    #expect(SampleGrid.squareColumns(count: count) == columns)
  }

  @Test(arguments: [
    (count: 10_000_000, columns: 3163, padding: 2, side: 28),
    (count: 1, columns: 1, padding: 0, side: 16385),
    (count: .max, columns: 1, padding: 0, side: 2),
    (count: 2, columns: 1, padding: .max, side: 2),
    (count: 2, columns: 2, padding: .max / 2, side: 2),
    (count: 1 << 40, columns: 1 << 40, padding: 1 << 30, side: 2),
  ])
  func aPictureThatWouldBeTooLargeOrOverflowIsRefusedBeforeMemoryIsTaken(
    count: Int, columns: Int, padding: Int, side: Int
  ) {
    let error = #expect(throws: SampleGridError.self) {
      try SampleGrid(
        count: count, columns: columns, padding: padding, image: Shape(height: side, width: side, channels: 1))
    }
    #expect(error?.description == "The picture would be larger than 256 MB.")
  }
}
