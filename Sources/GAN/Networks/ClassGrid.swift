import TensorCore

/// A grid of images of a conditional generator with a column for each class, and a row for each latent vector: what
/// stays the same along a row is the vector's doing.
package struct ClassGrid: Equatable, Sendable {
  /// The class of each column.
  package let classes: [Int]
  /// The latent vectors, the first of a seed.
  package let rows: Int

  /// A grid of these rows and columns.
  package init(classes: [Int], rows: Int) {
    self.classes = classes
    self.rows = rows
  }

  /// The grid of whole rows that comes closest to `count` images from below; `nil` if there are no classes, or so many
  /// that not even one row fits.
  package init?(fitting count: Int, classes: [Int]) {
    guard !classes.isEmpty, classes.count <= count else { return nil }
    self.init(classes: classes, rows: count / classes.count)
  }

  /// The images beside each other.
  package var columns: Int { classes.count }
  /// The images in all.
  package var count: Int { rows * columns }
  /// The number of each image's latent vector, along the rows.
  package var latents: [Int] { (0..<count).map { $0 / columns } }
  /// The class of each image, along the rows.
  package var imageClasses: [Int] { (0..<count).map { classes[$0 % columns] } }
}

extension Generator {
  /// Makes the images of a grid of a seed with the running statistics; `body` receives each with its place along the
  /// rows.
  package func draw(
    _ grid: ClassGrid, seed: UInt64, _ distribution: LatentDistribution,
    _ body: (_ place: Int, _ image: Tensor) throws -> Void
  ) rethrows {
    let latent = Tensor(Shape(channels: network.plan.input.imageCount))
    let rows = (0..<grid.rows).map { row in
      distribution.fillSamples(latent, seed: seed, first: UInt32(row))
      return latent.values
    }
    try draw(grid.latents.map { rows[$0] }, classes: grid.imageClasses, body)
  }
}
