import KernelInterface

/// ``WeightGradientOperation`` by products of polynomials: both tensors are transformed to values at 16 points,
/// multiplied there and summed over all images, and the sums are transformed to gradients of taps.
///
/// The order of every sum depends on shapes alone.
struct PolynomialWeightGradient {
  private let grids: PolynomialGrids
  private let inputIsDense: Bool
  private let parityPoints: [[PolynomialPoints]]

  /// Plans the gradient of a convolution, whose input is dense, or of a transposed one.
  init(_ grids: PolynomialGrids, inputIsDense: Bool) {
    self.grids = grids
    self.inputIsDense = inputIsDense
    parityPoints = PolynomialGrids.parities.map(PolynomialPoints.all)
  }

  private var inputChannels: Int { inputIsDense ? grids.denseChannels : grids.stridedChannels }
  private var outputChannels: Int { inputIsDense ? grids.stridedChannels : grids.denseChannels }
  private var denseGroups: Int { WeightGradientBlocks.groups(grids.denseChannels) }
  private var stridedGroups: Int { WeightGradientBlocks.groups(grids.stridedChannels) }

  /// Floats of the values of a group of channels, `[point][image][channel]`: those that a worker multiplies lie side by
  /// side. A line more from a point to the next, so that an image's points do not share sets of the first-level cache.
  private var groupStride: Int { polynomialPoints * pointStride }
  private var imageStride: Int { WeightGradientBlocks.pixelStride }
  private var pointStride: Int { Self.chunkImages * imageStride + simdLanes }

  /// Floats of shared memory: the values of the strided grid, then of the dense ones, `[parity][group]`.
  var shared: Int { (stridedGroups + PolynomialGrids.parities.count * denseGroups) * groupStride }
  /// Floats of each worker: a block's sums.
  var scratch: Int { polynomialKernelValues * WeightGradientBlocks.matrixStride }

  /// Adds the gradient over all images to `gradient`.
  func callAsFunction(input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext) {
    let values = context.workspace.shared(shared)
    let scratch = context.workspace.forEachWorker(scratch)
    let images = input.shape.images
    let blocks = WeightGradientBlocks(
      inputs: inputChannels, outputs: outputChannels, matrices: 1, workers: context.executor.runningThreads)
    for first in stride(from: 0, to: images, by: Self.chunkImages) {
      let chunk = first..<min(first + Self.chunkImages, images)
      transform(
        strided: inputIsDense ? outputGradient : input, dense: inputIsDense ? input : outputGradient, chunk,
        to: values, context)
      context.executor.forEach(blocks.count) { index, worker in
        add(
          blocks[index], images: chunk.count, values.pointer, sums: scratch[worker].pointer, to: gradient,
          context.kernels)
      }
    }
  }

  /// Transforms both tensors.
  private func transform(
    strided: Tensor, dense: Tensor, _ chunk: Range<Int>, to values: TensorStorage, _ context: ComputeContext
  ) {
    context.forEachRange(chunk.count, chunk: Self.partImages) { part in
      let images = chunk.lowerBound + part.lowerBound..<chunk.lowerBound + part.upperBound
      let place = values.pointer + part.lowerBound * imageStride
      context.kernels.polynomialCoefficientGradients(
        placed(grids.strided(strided, images, channels: 0..<grids.stridedChannels), at: place))
      for (index, parity) in PolynomialGrids.parities.enumerated() {
        context.kernels.polynomialValues(
          placed(
            grids.dense(dense, parity, images, channels: 0..<grids.denseChannels),
            at: place + (stridedGroups + index * denseGroups) * groupStride))
      }
    }
  }

  private func placed(
    _ operands: PolynomialOperands, at values: UnsafeMutablePointer<Float>
  ) -> PolynomialOperands {
    var operands = operands
    operands.values = values
    operands.pointStride = pointStride
    operands.valueStride = imageStride
    operands.blockChannels = blockColumns
    operands.blockStride = groupStride
    return operands
  }

  /// Adds a chunk's part of a block's gradient.
  private func add(
    _ block: WeightGradientBlocks.Block, images: Int, _ values: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
    to gradient: Tensor, _ kernels: KernelTable
  ) {
    let (stridedGroup, denseGroup) =
      inputIsDense ? (block.outputGroup, block.inputGroup) : (block.inputGroup, block.outputGroup)
    let strided = values + stridedGroup * groupStride
    for (parity, points) in parityPoints.enumerated() {
      let dense = values + (stridedGroups + parity * denseGroups + denseGroup) * groupStride
      for points in points {
        multiply(
          inputIsDense ? dense : strided, inputIsDense ? strided : dense, points, block, images: images,
          sums: sums + points.value * WeightGradientBlocks.matrixStride, kernels)
      }
    }
    kernels.polynomialTapGradients(
      PolynomialTapGradientOperands(
        values: sums, matrixStride: WeightGradientBlocks.matrixStride, matrixRowStride: blockColumns,
        rows: block.inputs.count, columns: block.outputs.count,
        gradient: gradient.pointer + block.inputs.lowerBound * outputChannels + block.outputs.lowerBound,
        tapStride: inputChannels * outputChannels, gradientRowStride: outputChannels))
  }

  /// Sums the products at the points where the kernel has one value: the rows of points take the place of images, the
  /// columns that of lines.
  private func multiply(
    _ inputs: UnsafePointer<Float>, _ outputs: UnsafePointer<Float>, _ points: PolynomialPoints,
    _ block: WeightGradientBlocks.Block, images: Int, sums: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    func walk(_ origin: UnsafePointer<Float>, row: Int) -> WeightGradientOperands.Walk {
      let rowOfPoints = polynomialAxisPoints * pointStride
      return .init(
        origin: origin + points.first * pointStride + row * rowOfPoints, imageStride: rowOfPoints,
        rowStride: pointStride, pixelStride: imageStride, ahead: pointStride)
    }
    func sum(_ rows: Range<Int>, by kernel: KernelTable.WeightGradient) {
      block.sumProducts(
        walk(inputs + block.firstRow, row: rows.lowerBound), walk(outputs, row: rows.lowerBound), images: rows.count,
        lines: points.columns.count, pixels: images, to: sums, by: kernel)
    }
    // The first row of points writes the sums, to which the others are added.
    sum(0..<1, by: kernels.newWeightGradient)
    sum(1..<points.rows.count, by: kernels.weightGradient)
  }

  /// Images whose values are kept at a time.
  private static let chunkImages = 64
  /// Images that one worker transforms at a time.
  private static let partImages = 4
}
