import TensorCore

/// How near real images that were not learnt from come to those that were.
struct MemorisationMeasure: Sendable {
  /// The images that were learnt from.
  let training: MemorisationFigures.Rows
  /// Which images count as memorised, by the distance of pixels and by that of features.
  let pixels: Memorisation
  let features: Memorisation

  /// Measures real images.
  ///
  /// - Throws: what `progress` throws.
  init(
    unseen: MemorisationFigures.Rows, training: MemorisationFigures.Rows, _ context: ComputeContext,
    progress: (Double) throws -> Void
  ) throws {
    self.training = training
    // Distances of pixels take most of the time.
    let nearest = try NearestRows(of: unseen.pixels, among: training.pixels, context) { try progress(0.8 * $0) }
    let nearestFeatures = try NearestRows(of: unseen.features, among: training.features, context) {
      try progress(0.8 + 0.2 * $0)
    }
    pixels = Memorisation(unseen: nearest.distances)
    features = Memorisation(unseen: nearestFeatures.distances)
  }
}
