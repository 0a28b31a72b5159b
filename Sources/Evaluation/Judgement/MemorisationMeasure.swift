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
    let nearest = try unseen.nearest(among: training, context, progress: progress)
    pixels = Memorisation(unseen: nearest.pixels.distances)
    features = Memorisation(unseen: nearest.features.distances)
  }
}
