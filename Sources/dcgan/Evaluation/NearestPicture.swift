import Evaluation
import FileFormats
import GAN
import Runs

/// Samples beside their nearest training images: first those that come nearest, then the first ones made.
struct NearestPicture {
  private let grid: ImageGrid

  private static let columns = 10
  private static let count = 20

  init(_ evaluation: Judgement, _ samples: ImageSet, _ training: ImageSet) {
    let nearest = evaluation.nearestTraining
    let numbers = nearest.indices.sorted {
      (nearest[$0].distance, $0) < (nearest[$1].distance, $1)
    }
    let shown = Array(numbers.prefix(Self.count)) + Array(nearest.indices.prefix(Self.count))
    let images = samples.subset(at: shown)
    grid = ImageGrid(rowsOf: [images, training.subset(at: shown.map { nearest[$0].number })], results: images)
  }

  /// The picture, for a PNG file.
  ///
  /// - Throws: `MemoryError` if there is no memory for it.
  func picture() throws -> RasterImage { try grid.picture(for: .png, padding: 2) }
}
