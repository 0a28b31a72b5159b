import TensorCore

/// How near real images that were not learnt from come to those that were.
struct MemorisationMeasure: Sendable {
  /// The images that were learnt from.
  let training: MemorisationFigures.Rows
  /// The distances, of pixels and of features, below which an image counts as memorised.
  let pixelThreshold: Double
  let featureThreshold: Double

  /// Measures real images.
  ///
  /// - Throws: what `progress` throws.
  init(
    unseen: MemorisationFigures.Rows, training: MemorisationFigures.Rows, _ context: ComputeContext,
    progress: (Double) throws -> Void
  ) throws {
    self.training = training
    // Distances of pixels take most of the time.
    let pixels = try NearestRows(of: unseen.pixels, among: training.pixels, context) { try progress(0.8 * $0) }
    let features = try NearestRows(of: unseen.features, among: training.features, context) {
      try progress(0.8 + 0.2 * $0)
    }
    pixelThreshold = Memorisation.threshold(pixels.distances)
    featureThreshold = Memorisation.threshold(features.distances)
  }
}
