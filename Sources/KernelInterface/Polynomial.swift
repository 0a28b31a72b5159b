/// Points at which polynomials of degree 3 are known along an axis: 0, 1, -1 and infinity, in this order.
@inlinable package var polynomialAxisPoints: Int { 4 }

/// Points in two dimensions, `row * polynomialAxisPoints + column`.
@inlinable package var polynomialPoints: Int { polynomialAxisPoints * polynomialAxisPoints }

/// Values that a kernel's three taps have along an axis: the middle tap, a constant, at any point, and then what the
/// outer two are at each of the points.
@inlinable package var polynomialAxisValues: Int { 1 + polynomialAxisPoints }

/// Values of a kernel in two dimensions, `row * polynomialAxisValues + column`.
@inlinable package var polynomialKernelValues: Int { polynomialAxisValues * polynomialAxisValues }

/// A grid of three or four rows and columns of pixels in every image, the coefficients of a polynomial, and where its
/// values lie.
package struct PolynomialOperands: @unchecked Sendable {
  /// The first pixel of the first image, and floats from an image, row and pixel to the next.
  package var tensor: UnsafeMutablePointer<Float>
  package var imageStride: Int
  package var rowStride: Int
  package var pixelStride: Int
  /// Rows and columns of the grid, three or four.
  package var rows: Int
  package var columns: Int
  package var images: Int
  /// Channels of the tensor, a multiple of ``simdLanes``.
  package var channels: Int
  /// The value at a point, of an image and channel `block * blockChannels + rest`, stands at
  /// `point * pointStride + block * blockStride + image * valueStride + rest`.
  package var values: UnsafeMutablePointer<Float>
  package var pointStride: Int
  package var valueStride: Int
  /// Channels of a block, a multiple of ``simdLanes``.
  package var blockChannels: Int
  package var blockStride: Int

  /// Creates the operands.
  package init(
    tensor: UnsafeMutablePointer<Float>, imageStride: Int, rowStride: Int, pixelStride: Int, rows: Int, columns: Int,
    images: Int, channels: Int, values: UnsafeMutablePointer<Float>, pointStride: Int, valueStride: Int,
    blockChannels: Int, blockStride: Int
  ) {
    self.tensor = tensor
    self.imageStride = imageStride
    self.rowStride = rowStride
    self.pixelStride = pixelStride
    self.rows = rows
    self.columns = columns
    self.images = images
    self.channels = channels
    self.values = values
    self.pointStride = pointStride
    self.valueStride = valueStride
    self.blockChannels = blockChannels
    self.blockStride = blockStride
  }
}

/// A matrix of kernels of 3 x 3 taps, and where the gather engine reads their values.
package struct PolynomialWeightOperands: @unchecked Sendable {
  /// The value of a tap, row k and column n stands at `tap * tapStride + k * rowStride + n * columnStride`.
  package var source: UnsafePointer<Float>
  package var tapStride: Int
  /// One of these is 1.
  package var rowStride: Int
  package var columnStride: Int
  /// Rows to transform, a multiple of ``simdLanes``.
  package var rows: Int
  /// Values of a row, a multiple of ``simdLanes``.
  package var columns: Int
  /// For each value of the kernels a matrix of these rows, that begins with a cache line.
  package var values: UnsafeMutablePointer<Float>
  /// Floats from a value's matrix to the next.
  package var matrixStride: Int

  /// Creates the operands.
  package init(
    source: UnsafePointer<Float>, tapStride: Int, rowStride: Int, columnStride: Int, rows: Int, columns: Int,
    values: UnsafeMutablePointer<Float>, matrixStride: Int
  ) {
    self.source = source
    self.tapStride = tapStride
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.rows = rows
    self.columns = columns
    self.values = values
    self.matrixStride = matrixStride
  }
}

/// The gradients of a kernel's values, and those of the taps that they become.
package struct PolynomialTapGradientOperands: @unchecked Sendable {
  /// For each value a matrix.
  package var values: UnsafePointer<Float>
  /// Floats from a value's matrix to the next.
  package var matrixStride: Int
  /// Floats from a row of a matrix to the next.
  package var matrixRowStride: Int
  /// Rows of the matrices.
  package var rows: Int
  /// Values of a row, a multiple of ``simdLanes``.
  package var columns: Int
  package var gradient: UnsafeMutablePointer<Float>
  /// Floats from a tap's gradient to the next.
  package var tapStride: Int
  /// Floats from a row of a tap's gradient to the next.
  package var gradientRowStride: Int

  /// Creates the operands.
  package init(
    values: UnsafePointer<Float>, matrixStride: Int, matrixRowStride: Int, rows: Int, columns: Int,
    gradient: UnsafeMutablePointer<Float>, tapStride: Int, gradientRowStride: Int
  ) {
    self.values = values
    self.matrixStride = matrixStride
    self.matrixRowStride = matrixRowStride
    self.rows = rows
    self.columns = columns
    self.gradient = gradient
    self.tapStride = tapStride
    self.gradientRowStride = gradientRowStride
  }
}
