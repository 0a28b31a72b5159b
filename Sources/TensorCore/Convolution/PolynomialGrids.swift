import KernelInterface

/// The grids of a convolution or transposed convolution of kernel 3, stride 2 and padding 1 between 7 x 7 and 4 x 4
/// pixels, the last but one of a discriminator of 28 x 28 pixels.
///
/// All its pixels together are one product of polynomials in which nothing is left over, for 64 products in place of
/// the 100 outside of the padding. The dense grid splits into four, one for each parity of row and column.
struct PolynomialGrids {
  let stridedChannels: Int
  let denseChannels: Int

  /// The parities of row and column of the four dense grids.
  static let parities = [(row: 0, column: 0), (row: 0, column: 1), (row: 1, column: 0), (row: 1, column: 1)]

  private static let denseExtent = 7
  private static let stridedExtent = 4
  /// Taps of the kernel.
  static let taps = 9

  /// `nil` if the shape is not of this kind.
  init?(_ geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int) {
    let kind = ConvolutionGeometry(
      denseHeight: Self.denseExtent, denseWidth: Self.denseExtent, stridedHeight: Self.stridedExtent,
      stridedWidth: Self.stridedExtent, kernelSize: 3, stride: 2, padding: 1)
    guard geometry == kind, stridedChannels % simdLanes == 0, denseChannels % simdLanes == 0 else { return nil }
    self.stridedChannels = stridedChannels
    self.denseChannels = denseChannels
  }

  /// Floats of the values that all kernels have.
  var weights: Int { polynomialKernelValues * stridedChannels * denseChannels }

  /// Pixels of an image's dense or strided grid.
  func pixels(dense: Bool) -> Int {
    let extent = dense ? Self.denseExtent : Self.stridedExtent
    return extent * extent
  }

  /// The dense pixels of a parity, of some images and channels, with values yet to be placed.
  func dense(_ tensor: Tensor, _ parity: (row: Int, column: Int), _ images: Range<Int>, channels: Range<Int>)
    -> PolynomialOperands
  {
    let row = Self.denseExtent * denseChannels
    return operands(
      tensor.pointer + parity.row * row + parity.column * denseChannels + channels.lowerBound,
      imageStride: Self.denseExtent * row, rowStride: 2 * row, pixelStride: 2 * denseChannels,
      rows: Self.stridedExtent - parity.row, columns: Self.stridedExtent - parity.column, images,
      channels: channels.count)
  }

  /// The strided pixels, likewise.
  func strided(_ tensor: Tensor, _ images: Range<Int>, channels: Range<Int>) -> PolynomialOperands {
    let row = Self.stridedExtent * stridedChannels
    return operands(
      tensor.pointer + channels.lowerBound, imageStride: Self.stridedExtent * row, rowStride: row,
      pixelStride: stridedChannels, rows: Self.stridedExtent, columns: Self.stridedExtent, images,
      channels: channels.count)
  }

  private func operands(
    _ tensor: UnsafeMutablePointer<Float>, imageStride: Int, rowStride: Int, pixelStride: Int, rows: Int, columns: Int,
    _ images: Range<Int>, channels: Int
  ) -> PolynomialOperands {
    PolynomialOperands(
      tensor: tensor + images.lowerBound * imageStride, imageStride: imageStride, rowStride: rowStride,
      pixelStride: pixelStride, rows: rows, columns: columns, images: images.count, channels: channels, values: tensor,
      pointStride: 0, valueStride: 0, blockChannels: channels, blockStride: 0)
  }
}

/// Points at which a kernel has one value: along an axis, of the even pixels all points, of the odd ones each by
/// itself.
struct PolynomialPoints {
  /// The kernel's value, of `polynomialKernelValues`.
  let value: Int
  let rows: Range<Int>
  let columns: Range<Int>

  /// The first point, of `polynomialPoints`.
  var first: Int { rows.lowerBound * polynomialAxisPoints + columns.lowerBound }

  /// All points of a parity.
  static func all(_ parity: (row: Int, column: Int)) -> [PolynomialPoints] {
    axis(parity.row).flatMap { row in
      axis(parity.column).map { column in
        PolynomialPoints(
          value: row.value * polynomialAxisValues + column.value, rows: row.points, columns: column.points)
      }
    }
  }

  private static func axis(_ parity: Int) -> [(value: Int, points: Range<Int>)] {
    parity == 0 ? [(0, 0..<polynomialAxisPoints)] : (0..<polynomialAxisPoints).map { (1 + $0, $0..<$0 + 1) }
  }
}
