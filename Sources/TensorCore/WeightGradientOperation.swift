import KernelInterface

/// The gradient of a layer's weights, stored as `[tap][input channel][output channel]`, by the weight-gradient engine.
public struct WeightGradientOperation: Sendable {
  /// For one tap, the rectangle of strided pixels that meet dense ones.
  private struct TapRectangle {
    var rows: Range<Int>
    var columns: Range<Int>
    /// The dense pixel that the first strided pixel meets.
    var denseRow: Int
    var denseColumn: Int
  }

  private let geometry: ConvolutionGeometry
  private let inputIsDense: Bool
  private let inputChannels: Int
  private let outputChannels: Int
  private let rectangles: [TapRectangle]

  /// Plans the gradient of a layer's weights. A convolution's input is the dense grid, a transposed convolution's the
  /// strided one.
  public init(_ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int) {
    self.geometry = geometry
    self.inputIsDense = inputIsDense
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    rectangles = (0..<geometry.taps).map { tap in
      let (rowTap, columnTap) = (tap / geometry.kernelSize, tap % geometry.kernelSize)
      let rows = geometry.vertical.stridedRange(tap: rowTap)
      let columns = geometry.horizontal.stridedRange(tap: columnTap)
      return TapRectangle(
        rows: rows, columns: columns, denseRow: rows.lowerBound * geometry.stride - geometry.padding + rowTap,
        denseColumn: columns.lowerBound * geometry.stride - geometry.padding + columnTap)
    }
  }

  /// Adds the gradient over all images to `gradient`.
  public func callAsFunction(
    input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext
  ) {
    precondition(gradient.count == geometry.taps * inputChannels * outputChannels)
    precondition(input.shape.images == outputGradient.shape.images)
    let rowSlices = (rowChannels + Self.rowsPerUnit - 1) / Self.rowsPerUnit
    let columnSlices = (columnChannels + packedBlockColumns - 1) / packedBlockColumns
    let kernel = context.kernels.weightGradient
    context.executor.forEach(rectangles.count * rowSlices * columnSlices) { index in
      let tap = index / (rowSlices * columnSlices)
      let rectangle = rectangles[tap]
      if rectangle.rows.isEmpty || rectangle.columns.isEmpty { return }
      let firstRow = index / columnSlices % rowSlices * Self.rowsPerUnit
      let firstColumn = index % columnSlices * packedBlockColumns
      kernel(
        operands(rectangle, tap: tap, input, outputGradient, gradient), firstRow,
        min(Self.rowsPerUnit, rowChannels - firstRow), firstColumn,
        min(packedBlockColumns, columnChannels - firstColumn))
    }
  }

  /// Rows of the gradient that one worker computes at a time: a multiple of every tile's rows.
  private static let rowsPerUnit = 132

  /// Whether input and output gradient change roles, so that the vectors run over the more numerous channels.
  private var isSwapped: Bool { outputChannels < simdLanes && inputChannels > outputChannels }
  private var rowChannels: Int { isSwapped ? outputChannels : inputChannels }
  private var columnChannels: Int { isSwapped ? inputChannels : outputChannels }

  private func operands(
    _ rectangle: TapRectangle, tap: Int, _ input: Tensor, _ outputGradient: Tensor, _ gradient: Tensor
  ) -> WeightGradientOperands {
    let dense = walk(
      inputIsDense ? input : outputGradient, row: rectangle.denseRow, column: rectangle.denseColumn,
      width: geometry.denseWidth, stride: geometry.stride)
    let strided = walk(
      inputIsDense ? outputGradient : input, row: rectangle.rows.lowerBound, column: rectangle.columns.lowerBound,
      width: geometry.stridedWidth, stride: 1)
    let (x, dy) = inputIsDense ? (dense, strided) : (strided, dense)
    var operands = WeightGradientOperands(
      a: isSwapped ? dy : x, b: isSwapped ? x : dy, height: rectangle.rows.count, width: rectangle.columns.count,
      images: input.shape.images, gradient: gradient.pointer + tap * inputChannels * outputChannels,
      gradientRowStride: isSwapped ? 1 : outputChannels, gradientColumnStride: isSwapped ? outputChannels : 1)
    if operands.height == 1 && operands.width == 1 {
      // One pixel an image, as in a linear layer: the images become the pixels of one line.
      operands.width = operands.images
      operands.images = 1
      operands.a.pixelStride = operands.a.imageStride
      operands.b.pixelStride = operands.b.imageStride
    }
    return operands
  }

  private func walk(_ tensor: Tensor, row: Int, column: Int, width: Int, stride: Int)
    -> WeightGradientOperands.Walk
  {
    let channels = tensor.shape.channels
    return WeightGradientOperands.Walk(
      origin: tensor.pointer + (row * width + column) * channels, imageStride: tensor.shape.imageCount,
      rowStride: stride * width * channels, pixelStride: stride * channels)
  }
}
