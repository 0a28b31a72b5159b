import TensorCore

/// How many samples lie nearer to a training image than nearly all real images do that were not learnt from.
struct MemorisationFigures: Sendable {
  /// By the distance of pixels, and by that of features.
  let pixels: FigureValue
  let features: FigureValue
  /// For each sample whether it counts as memorised.
  let pixelFlags: [Double]
  let featureFlags: [Double]
  /// What they are measured by.
  let measure: MemorisationMeasure
  /// For each sample the training image whose pixels are nearest.
  let nearest: NearestRows

  /// Images as rows of pixels and rows of features.
  struct Rows: Sendable {
    let pixels: RowMatrix
    let features: RowMatrix

    /// The nearest of other images to each, by pixels and by features.
    ///
    /// - Throws: what `progress` throws.
    func nearest(
      among others: Rows, _ context: ComputeContext, progress: (Double) throws -> Void
    ) throws -> (pixels: NearestRows, features: NearestRows) {
      // Distances of pixels take most of the time.
      let byPixels = try NearestRows(of: pixels, among: others.pixels, context) { try progress(0.8 * $0) }
      let byFeatures = try NearestRows(of: features, among: others.features, context) { try progress(0.8 + 0.2 * $0) }
      return (byPixels, byFeatures)
    }
  }

  /// Compares samples with the training images.
  ///
  /// - Throws: what `progress` throws.
  init(
    _ samples: Rows, _ measure: MemorisationMeasure, _ context: ComputeContext, progress: (Double) throws -> Void
  ) throws {
    self.measure = measure
    let found = try samples.nearest(among: measure.training, context, progress: progress)
    nearest = found.pixels
    pixelFlags = found.pixels.distances.map { measure.pixels.counts($0) ? 1 : 0 }
    featureFlags = found.features.distances.map { measure.features.counts($0) ? 1 : 0 }
    let resampling = Resampling(count: samples.pixels.count, context)
    pixels = resampling.mean(pixelFlags)
    features = resampling.mean(featureFlags)
  }
}

extension Side {
  /// The images as rows.
  var rows: MemorisationFigures.Rows { .init(pixels: images.pixels, features: features) }
}
