/// Rows of channels, as every per-channel kernel sees a tensor: `rows` is images x height x width.
package struct ChannelRows: @unchecked Sendable {
  /// The first value of the rows.
  package var values: UnsafeMutablePointer<Float>
  package var channels: Int

  /// Creates a view of rows of `channels` values each.
  package init(values: UnsafeMutablePointer<Float>, channels: Int) {
    self.values = values
    self.channels = channels
  }
}

/// Some of the rows.
package struct RowRange: Sendable {
  /// The first row.
  package var first: Int
  /// The number of rows.
  package var count: Int

  /// Creates a range.
  package init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }
}

/// Batch normalisation and the activation behind it as one affine map and one slope,
/// `y = leaky(x * scale + shift)`, where `leaky(z)` is `z` for positive `z` and `slope * z` otherwise: a slope of 1 is
/// no activation, of 0 is ReLU.
package struct AffineActivation: @unchecked Sendable {
  /// One value a channel each, padded to whole vectors.
  package var scale: UnsafePointer<Float>
  package var shift: UnsafePointer<Float>
  package var slope: Float

  /// Creates the map.
  package init(scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, slope: Float) {
    self.scale = scale
    self.shift = shift
    self.slope = slope
  }
}

/// What the input gradient of batch normalisation needs beside the affine map, one value a channel each, padded to
/// whole vectors: `dx = scale * (dz - gradientMean - (x - mean) * projection)`, where `dz` is the gradient before the
/// activation.
package struct NormalizationGradient: @unchecked Sendable {
  package var mean: UnsafePointer<Float>
  package var gradientMean: UnsafePointer<Float>
  package var projection: UnsafePointer<Float>

  /// Creates the coefficients.
  package init(mean: UnsafePointer<Float>, gradientMean: UnsafePointer<Float>, projection: UnsafePointer<Float>) {
    self.mean = mean
    self.gradientMean = gradientMean
    self.projection = projection
  }
}

/// What the gradient of batch normalisation is reduced from, and where the sums go, one value a channel each.
package struct NormalizationSums: @unchecked Sendable {
  /// The mean that was subtracted.
  package var mean: UnsafePointer<Float>
  /// The sums of the gradient before the activation.
  package var gradientSums: UnsafeMutablePointer<Float>
  /// The sums of its products with `x - mean`.
  package var projections: UnsafeMutablePointer<Float>

  /// Creates the operands.
  package init(
    mean: UnsafePointer<Float>, gradientSums: UnsafeMutablePointer<Float>, projections: UnsafeMutablePointer<Float>
  ) {
    self.mean = mean
    self.gradientSums = gradientSums
    self.projections = projections
  }
}
