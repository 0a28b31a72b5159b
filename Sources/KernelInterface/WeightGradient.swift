/// The operands of the weight-gradient engine for some taps of a kernel, each
/// `dW[r][c] += sum over images, rows, columns of a[image, row, column][r] * b[image, row, column][c]`.
package struct WeightGradientOperands: @unchecked Sendable {
  /// One of the two tensors: its first value, floats from an image, and from a row and a pixel of the strided grid, to
  /// the next, and floats from a value to the one that the next call reads in its place, which is fetched into the cache
  /// meanwhile. That may be anywhere; 0 is nowhere.
  package struct Walk: @unchecked Sendable {
    package var origin: UnsafePointer<Float>
    package var imageStride: Int
    package var rowStride: Int
    package var pixelStride: Int
    package var ahead: Int

    /// Creates a walk.
    package init(origin: UnsafePointer<Float>, imageStride: Int, rowStride: Int, pixelStride: Int, ahead: Int = 0) {
      self.origin = origin
      self.imageStride = imageStride
      self.rowStride = rowStride
      self.pixelStride = pixelStride
      self.ahead = ahead
    }
  }

  /// The tensor whose channels index the rows of the gradient.
  package var a: Walk
  /// The tensor whose channels index the columns of the gradient.
  package var b: Walk
  /// Images of the batch.
  package var images: Int
  /// Rows of the strided grid.
  package var height: Int
  /// Images and rows whose sum is made in registers before it is added to the gradient in memory.
  package var chunkImages: Int
  package var chunkRows: Int
  /// The gradient of all taps. Columns are vectorised, so the stride between them should be 1.
  package var gradient: UnsafeMutablePointer<Float>
  package var gradientRowStride: Int
  package var gradientColumnStride: Int

  /// Creates the operands.
  package init(
    a: Walk, b: Walk, images: Int, height: Int, chunkImages: Int, chunkRows: Int,
    gradient: UnsafeMutablePointer<Float>, gradientRowStride: Int, gradientColumnStride: Int
  ) {
    self.a = a
    self.b = b
    self.images = images
    self.height = height
    self.chunkImages = chunkImages
    self.chunkRows = chunkRows
    self.gradient = gradient
    self.gradientRowStride = gradientRowStride
    self.gradientColumnStride = gradientColumnStride
  }
}

/// One tap of a kernel: the rectangle of strided pixels for which it does not fall into the padding.
package struct WeightGradientTap: Sendable, Equatable {
  /// Floats from an image's start to the first pixel of the rectangle, less its row's: row `r` begins at
  /// `offset + r * rowStride`.
  package var aOffset: Int
  package var bOffset: Int
  /// Rows of the strided grid.
  package var firstRow: Int
  package var lastRow: Int
  /// Pixels of a row.
  package var width: Int
  /// Floats from the gradient's start to the tap's.
  package var gradientOffset: Int

  /// Creates a tap.
  package init(aOffset: Int, bOffset: Int, firstRow: Int, lastRow: Int, width: Int, gradientOffset: Int) {
    self.aOffset = aOffset
    self.bOffset = bOffset
    self.firstRow = firstRow
    self.lastRow = lastRow
    self.width = width
    self.gradientOffset = gradientOffset
  }
}

/// The part of a gradient that one call of the weight-gradient engine computes.
package struct WeightGradientShare: @unchecked Sendable {
  /// The taps.
  package var taps: UnsafePointer<WeightGradientTap>
  package var tapCount: Int
  /// Rows `firstRow ..< firstRow + rows` of each tap's gradient.
  package var firstRow: Int
  package var rows: Int
  /// Columns `firstColumn ..< firstColumn + columns`, at most ``blockColumns``.
  package var firstColumn: Int
  package var columns: Int

  /// Creates a share.
  package init(
    taps: UnsafePointer<WeightGradientTap>, tapCount: Int, firstRow: Int, rows: Int, firstColumn: Int, columns: Int
  ) {
    self.taps = taps
    self.tapCount = tapCount
    self.firstRow = firstRow
    self.rows = rows
    self.firstColumn = firstColumn
    self.columns = columns
  }
}
