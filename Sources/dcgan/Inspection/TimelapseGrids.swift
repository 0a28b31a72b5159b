import CommandLineKit
import FileFormats
import Runs
import TensorCore

/// The sample grids of a run, read to be shown one after the other.
struct TimelapseGrids {
  /// The grids, all of one size.
  let pictures: [RasterImage]
  /// The epoch that each belongs to.
  private let epochs: [Int]
  private let scale: Int

  /// Reads the grids of a series and repeats their pixels. Those that cannot be read, or have another size than the
  /// last, are left out, and `report` is told of each.
  ///
  /// - Throws: ``FileFormats/FileError`` if fewer than two are left, or `UsageError` if they would be too large.
  init(_ series: SampleSeries, of run: RunDirectory, scale: Int, report: (String) -> Void) throws {
    self.scale = scale
    var (pictures, epochs): ([RasterImage], [Int]) = ([], [])
    for grid in series.grids.reversed() {
      do {
        let picture = try ImageFile.read(path: grid.path)
        if let size = pictures.first, (picture.width, picture.height) != (size.width, size.height) {
          throw FileError(
            .badData, path: grid.path,
            reason: "this picture has \(picture.width) x \(picture.height) pixels, and the last one "
              + "\(size.width) x \(size.height)")
        }
        if pictures.isEmpty { try Self.check(picture, count: series.grids.count, scale: scale) }
        pictures.append(picture)
        epochs.append(grid.epoch)
      } catch let error as FileError {
        report("Warning: \(error) It is left out.")
      }
    }
    guard pictures.count > 1 else {
      throw FileError(
        .missingInput, path: run.samples,
        reason: "a time lapse takes at least two sample grids, and \(pictures.isEmpty ? "none is" : "only one is") "
          + "here; train for more epochs, or with --sample-every-steps")
    }
    let isGrey = pictures.allSatisfy { $0.channels == 1 }
    self.pictures = pictures.reversed().map { $0.withChannels(isGrey ? 1 : 3).enlarged(by: scale) }
    self.epochs = epochs.reversed()
  }

  /// Refuses more pixels than can be held, before they are.
  private static func check(_ picture: RasterImage, count: Int, scale: Int) throws {
    let shape = Shape(height: picture.height, width: picture.width, channels: picture.channels).enlarged(by: scale)
    guard shape.imageCount <= SampleGrid.maximumCount / count else {
      throw UsageError(
        "The \(count) grids would take more than 256 MB. Use fewer '--frames' or a smaller '--scale'.")
    }
    try OutputImage.check(shape, .gif)
    try OutputImage.requireMemory(for: shape.imageCount * count)
  }

  /// Each grid above its epoch.
  var numbered: [RasterImage] {
    let shape = Shape(height: pictures[0].height, width: pictures[0].width, channels: pictures[0].channels)
    let cell = NumberedCell(shape, maximum: epochs.max() ?? 0, scale: max(4, 2 * scale))
    return zip(pictures, epochs).map { RasterImage(cell.draw($0.pixels, number: $1), cell.shape) }
  }
}
