/// The operands of the weight-gradient engine for one tap,
/// `dW[r][c] += sum over images, rows, columns of a[image, row, column][r] * b[image, row, column][c]`.
///
/// For one tap both tensors are walked over a rectangle of pixels at constant strides that no padding touches.
package struct WeightGradientOperands: @unchecked Sendable {
  /// One of the two tensors: its first value in the rectangle, and floats from an image, row and pixel to the next.
  package struct Walk: @unchecked Sendable {
    package var origin: UnsafePointer<Float>
    package var imageStride: Int
    package var rowStride: Int
    package var pixelStride: Int

    /// Creates a walk.
    package init(origin: UnsafePointer<Float>, imageStride: Int, rowStride: Int, pixelStride: Int) {
      self.origin = origin
      self.imageStride = imageStride
      self.rowStride = rowStride
      self.pixelStride = pixelStride
    }
  }

  /// The tensor whose channels index the rows of the gradient.
  package var a: Walk
  /// The tensor whose channels index the columns of the gradient.
  package var b: Walk
  /// Rows and columns of the rectangle in one image, and the number of images.
  package var height: Int
  package var width: Int
  package var images: Int
  /// The tap's block of the gradient. Its columns are vectorised, so the stride between them should be 1.
  package var gradient: UnsafeMutablePointer<Float>
  package var gradientRowStride: Int
  package var gradientColumnStride: Int

  /// Creates the operands.
  package init(
    a: Walk, b: Walk, height: Int, width: Int, images: Int, gradient: UnsafeMutablePointer<Float>,
    gradientRowStride: Int, gradientColumnStride: Int
  ) {
    self.a = a
    self.b = b
    self.height = height
    self.width = width
    self.images = images
    self.gradient = gradient
    self.gradientRowStride = gradientRowStride
    self.gradientColumnStride = gradientColumnStride
  }
}
