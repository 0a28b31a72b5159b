import TensorCore

/// How many samples lie nearer to a training image than nearly all real images do that were not learnt from.
struct MemorisationFigures: Sendable {
  /// By the distance of pixels, and by that of features.
  let pixels: FigureValue
  let features: FigureValue
  /// For each sample whether it counts as memorised.
  let pixelFlags: [Double]
  let featureFlags: [Double]
  /// For each sample the training image whose pixels are nearest.
  let nearest: NearestRows

  /// Images as rows of pixels and rows of features.
  struct Rows: Sendable {
    let pixels: RowMatrix
    let features: RowMatrix
  }

  /// Compares samples with the training images, and unseen real images with them for the measure.
  ///
  /// - Throws: what `progress` throws.
  init(
    samples: Rows, unseen: Rows, training: Rows, _ context: ComputeContext, progress: (Double) throws -> Void
  ) throws {
    func look(_ x: RowMatrix, _ y: RowMatrix, _ from: Double, _ part: Double) throws -> NearestRows {
      try NearestRows(of: x, among: y, context) { try progress(from + part * $0) }
    }
    // Distances of pixels take most of the time.
    nearest = try look(samples.pixels, training.pixels, 0, 0.4)
    let unseenPixels = try look(unseen.pixels, training.pixels, 0.4, 0.4)
    let sampleFeatures = try look(samples.features, training.features, 0.8, 0.1)
    let unseenFeatures = try look(unseen.features, training.features, 0.9, 0.1)
    pixelFlags = Self.flags(nearest, unseenPixels)
    featureFlags = Self.flags(sampleFeatures, unseenFeatures)
    let resampling = Resampling(count: samples.pixels.count, context)
    pixels = resampling.mean(pixelFlags)
    features = resampling.mean(featureFlags)
  }

  private static func flags(_ samples: NearestRows, _ unseen: NearestRows) -> [Double] {
    let threshold = Memorisation.threshold(unseen.distances)
    return samples.distances.map { $0 < threshold ? 1 : 0 }
  }
}

extension Side {
  /// The images as rows.
  var rows: MemorisationFigures.Rows { .init(pixels: images.pixels, features: features) }
}
