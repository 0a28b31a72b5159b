import FileFormats
import GAN
import TensorCore

/// Kinds of images that look alike, found without any label by k-means: each image belongs to the cluster whose mean is
/// nearest to its pixels.
///
/// Clusters are begun by k-means++ (D. Arthur and S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA
/// 2007) and moved by Lloyd's algorithm until no image changes its cluster, or for 30 rounds. The same images always
/// get the same clusters, with any number of threads and any instruction set.
public struct ImageClusters: Sendable {
  /// The mean of each cluster, the one of the most images first.
  private let centres: RowMatrix

  /// Rounds of Lloyd's algorithm, at most.
  static let iterations = 30
  /// Images, at most, among which clusters are looked for; all others only get the nearest.
  static let learntImages = 60_000
  /// Images, at most, that the first centres are drawn from.
  static let seedImages = 5_000

  /// Looks for clusters.
  ///
  /// - Parameters:
  ///   - count: clusters, 1 ... as many as there are images.
  ///   - images: where to look for them, of one channel or three.
  ///   - context: where to compute.
  ///   - progress: called now and then with the part that is done, 0 ... 1; it may stop the work by an error.
  /// - Throws: what `progress` throws.
  public init(
    _ count: Int, of images: ImageSet, _ context: ComputeContext, progress: (Double) throws -> Void = { _ in }
  ) throws {
    precondition(1...max(1, images.count) ~= count, "there are as many images as clusters")
    let all = images.coarsePixels
    let rows = all.chosen(Self.learntImages)
    var centres = try Self.firstCentres(count, all.chosen(max(count, Self.seedImages)), context) {
      try progress(Self.seedShare * $0)
    }
    var numbers: [Int] = []
    var sizes: [Int] = []
    for iteration in 0..<Self.iterations {
      let nearest = try NearestRows(of: rows, among: centres, context) { _ in }.numbers
      if nearest == numbers { break }
      numbers = nearest
      (centres, sizes) = Self.means(of: rows, numbers, centres)
      try progress(Self.seedShare + (1 - Self.seedShare) * Double(iteration + 1) / Double(Self.iterations))
    }
    // Sorting is stable only if the place decides between clusters of one size.
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    self.centres = centres.rows(order)
  }

  /// The number of each image's cluster.
  ///
  /// - Throws: what `progress` throws.
  public func numbers(
    of images: ImageSet, _ context: ComputeContext, progress: (Double) throws -> Void = { _ in }
  ) throws -> [Int] {
    try NearestRows(of: images.coarsePixels, among: centres, context, progress: progress).numbers
  }

  /// The part of the time that the first centres take, about.
  private static let seedShare = 0.1

  /// Draws the first centres: each is a row that is taken the more probably, the further it lies from those before.
  private static func firstCentres(
    _ count: Int, _ rows: RowMatrix, _ context: ComputeContext, progress: (Double) throws -> Void
  ) throws -> RowMatrix {
    let stream = EvaluationStream.clusters.stream()
    var chosen = [Int(stream.uniform(at: 0) * Double(rows.count))]
    var distances = [Double](repeating: .infinity, count: rows.count)
    while chosen.count < count {
      let last = try NearestRows(of: rows, among: rows.rows([chosen[chosen.count - 1]]), context) { _ in }
      for (row, distance) in last.distances.enumerated() { distances[row] = min(distances[row], distance * distance) }
      var rest = stream.uniform(at: UInt64(chosen.count)) * distances.reduce(0, +)
      // Where all rows that are left equal a centre, any is as good.
      var next = distances.lastIndex { $0 > 0 } ?? chosen.count % rows.count
      for (row, distance) in distances.enumerated() where distance > 0 {
        rest -= distance
        if rest < 0 {
          next = row
          break
        }
      }
      chosen.append(next)
      try progress(Double(chosen.count) / Double(count))
    }
    return rows.rows(chosen)
  }

  /// The mean of each cluster's rows, the old one where there are none, and how many they are.
  private static func means(
    of rows: RowMatrix, _ numbers: [Int], _ old: RowMatrix
  ) -> (centres: RowMatrix, sizes: [Int]) {
    let columns = rows.columns
    var sums = [Double](repeating: 0, count: old.count * columns)
    var sizes = [Int](repeating: 0, count: old.count)
    for (row, number) in numbers.enumerated() {
      sizes[number] += 1
      for column in 0..<columns { sums[number * columns + column] += rows[row, column] }
    }
    let centres = sums.indices.map { place in
      let (number, column) = (place / columns, place % columns)
      return sizes[number] == 0 ? Float(old[number, column]) : Float(sums[place] / Double(sizes[number]))
    }
    return (RowMatrix(centres, columns: columns), sizes)
  }
}

extension RowMatrix {
  /// Rows chosen as ``ImageSet/chosen(_:)`` chooses images.
  fileprivate func chosen(_ count: Int) -> RowMatrix {
    count >= self.count ? self : rows(ImageSet.chosenNumbers(count, of: self.count))
  }
}

extension ImageSet {
  /// The images with the numbers of clusters as labels.
  public func labelled(by clusters: ImageClusters, _ context: ComputeContext) throws -> ImageSet {
    ImageSet(shape, bytes: bytes, labels: try clusters.numbers(of: self, context).map { UInt8($0) })
  }

  /// The pixels as rows, one an image; of images larger than 32 pixels those of smaller ones, each the mean of what it
  /// covers.
  fileprivate var coarsePixels: RowMatrix {
    let factor = (max(height, width) + 31) / 32
    guard factor > 1 else { return pixels }
    let (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
    let coarse = (0..<count).flatMap { raster(at: $0).fitted(width: columns, height: rows, by: .stretch).pixels }
    return RowMatrix(coarse, columns: rows * columns * channels)
  }
}
