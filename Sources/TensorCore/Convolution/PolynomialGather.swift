import KernelInterface

/// ``GatherOperation`` by products of polynomials: pixels are transformed to values at 16 points, multiplied there with
/// those of the weights by the gather kernel, and transformed back.
///
/// An output is computed from its own image alone in one order, whichever worker does it.
final class PolynomialGather: Sendable {
  private let grids: PolynomialGrids
  private let readsDense: Bool
  private let direction: GatherOperation.Direction
  private let inputChannels: Int
  private let outputChannels: Int
  private let extents: PolynomialGatherExtents
  /// Values of the weights, packed for the gather kernel as one sub-kernel: each value's rows are as many as there are
  /// input channels.
  private let weights: TensorStorage
  /// For each point the stretches of a dense image's values, a stretch for each parity.
  private let pointRuns: [GatherRun]
  /// For each parity its points.
  private let parityPoints: [[PolynomialPoints]]

  /// Plans the way from the dense grid to the strided one, or back.
  init(
    _ grids: PolynomialGrids, readsDense: Bool, _ direction: GatherOperation.Direction, _ weights: PackedWeights
  ) {
    self.grids = grids
    self.readsDense = readsDense
    self.direction = direction
    let inputChannels = readsDense ? grids.denseChannels : grids.stridedChannels
    self.inputChannels = inputChannels
    outputChannels = readsDense ? grids.stridedChannels : grids.denseChannels
    extents = PolynomialGatherExtents(grids, readsDense: readsDense)
    self.weights = weights.storage
    let parityPoints = PolynomialGrids.parities.map(PolynomialPoints.all)
    self.parityPoints = parityPoints
    pointRuns = (0..<polynomialPoints).flatMap { point in
      parityPoints.enumerated().flatMap { parity, points in
        points.filter { $0.contains(point) }.map {
          GatherRun(inputOffset: parity * inputChannels, weightRow: $0.value * inputChannels, length: inputChannels)
        }
      }
    }
  }

  private var depth: Int { extents.depth }
  private func pointStride(_ channels: Int) -> Int { extents.pointStride(channels) }

  /// Works out the values of the weights.
  func pack(_ weights: Tensor, _ context: ComputeContext) {
    let (rowStride, columnStride) = direction == .rowsToColumns ? (outputChannels, 1) : (1, inputChannels)
    let panels = WeightPanels(rows: inputChannels, columns: outputChannels, context.kernels)
    context.executor.forEach(panels.count) { index in
      let part = panels[index]
      let (rows, columns) = (part.rows, part.columns)
      context.kernels.polynomialWeights(
        PolynomialWeightOperands(
          source: weights.pointer + rows.lowerBound * rowStride + columns.lowerBound * columnStride,
          tapStride: inputChannels * outputChannels, rowStride: rowStride, columnStride: columnStride,
          rows: rows.count, columns: columns.count,
          values: self.weights.pointer + columns.lowerBound * polynomialKernelValues * inputChannels
            + rows.lowerBound * columns.count, matrixStride: inputChannels * columns.count))
    }
  }

  /// Writes the output of every image, with `bias` added if there is one.
  func callAsFunction(
    _ input: Tensor, _ output: Tensor, bias: Tensor?, before: ImageWork?, after: ImageWork?, _ context: ComputeContext
  ) {
    precondition(input.shape.imageCount == grids.pixels(dense: readsDense) * inputChannels)
    precondition(output.shape.imageCount == grids.pixels(dense: !readsDense) * outputChannels)
    precondition(input.shape.images == output.shape.images, "input and output have as many images")
    let scratch = context.workspace.forEachWorker(extents.scratch)
    let count = input.shape.images
    // An output does not depend on the chunk that its image is in, so the chunks may depend on the threads.
    let chunks = context.executor.parts(of: count, atMost: extents.chunkImages)
    context.executor.forEach(chunks) { index, worker in
      let images = index * count / chunks..<(index + 1) * count / chunks
      before?.run(images)
      let values = scratch[worker].pointer
      transform(input, images, to: values, context.kernels)
      let products = values + polynomialPoints * pointStride(depth)
      for first in stride(from: 0, to: outputChannels, by: extents.sliceChannels) {
        let channels = first..<min(first + extents.sliceChannels, outputChannels)
        let bias = bias.map { UnsafePointer($0.pointer) + first }
        if readsDense {
          multiplyAtPoints(values, images, channels, products, context.kernels)
          let strided = placed(grids.strided(output, images, channels: channels), at: products, channels.count)
          context.kernels.polynomialCoefficients(strided, bias)
        } else {
          for (parity, points) in zip(PolynomialGrids.parities, parityPoints) {
            for points in points { multiply(values, points, images, channels, products, context.kernels) }
            let dense = placed(grids.dense(output, parity, images, channels: channels), at: products, channels.count)
            context.kernels.polynomialValueGradients(dense, bias)
          }
        }
      }
      after?.run(images)
    }
  }

  /// Transforms the inputs of some images, `[point][image][channel]`.
  private func transform(
    _ input: Tensor, _ images: Range<Int>, to values: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let channels = 0..<inputChannels
    guard readsDense else {
      return kernels.polynomialCoefficientGradients(
        placed(grids.strided(input, images, channels: channels), at: values, depth))
    }
    for (index, parity) in PolynomialGrids.parities.enumerated() {
      kernels.polynomialValues(
        placed(
          grids.dense(input, parity, images, channels: channels), at: values + index * inputChannels, depth))
    }
  }

  /// The operands with values of so many channels an image.
  private func placed(
    _ operands: PolynomialOperands, at values: UnsafeMutablePointer<Float>, _ channels: Int
  ) -> PolynomialOperands {
    var operands = operands
    operands.values = values
    operands.pointStride = pointStride(channels)
    operands.valueStride = channels
    return operands
  }

  /// Sums the products of all parities, point by point.
  private func multiplyAtPoints(
    _ values: UnsafePointer<Float>, _ images: Range<Int>, _ channels: Range<Int>,
    _ products: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let parities = PolynomialGrids.parities.count
    pointRuns.withUnsafeBufferPointer { runs in
      guard let runs = runs.baseAddress else { return }
      for point in 0..<polynomialPoints {
        gather(
          values + point * pointStride(depth), products + point * pointStride(channels.count),
          runs + point * parities, runCount: parities, rows: 1, columns: 1, images: images.count, channels, kernels)
      }
    }
  }

  /// Multiplies at the points where a kernel has one value.
  private func multiply(
    _ values: UnsafePointer<Float>, _ points: PolynomialPoints, _ images: Range<Int>, _ channels: Range<Int>,
    _ products: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    let run = GatherRun(inputOffset: 0, weightRow: points.value * inputChannels, length: inputChannels)
    withUnsafePointer(to: run) {
      gather(
        values + points.first * pointStride(depth), products + points.first * pointStride(channels.count), $0,
        runCount: 1, rows: points.rows.count, columns: points.columns.count, images: images.count, channels, kernels)
    }
  }

  /// Calls the gather kernel for some rows and columns of points, whose images are its pixels.
  private func gather(
    _ values: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>, _ runs: UnsafePointer<GatherRun>,
    runCount: Int, rows: Int, columns: Int, images: Int, _ channels: Range<Int>, _ kernels: KernelTable
  ) {
    let (from, to) = (pointStride(depth), pointStride(channels.count))
    let region = GatherRegion(
      height: columns, width: images, inputOrigin: 0, inputRowStride: from, inputPixelStride: depth, outputOrigin: 0,
      outputRowStride: to, outputPixelStride: channels.count, firstRun: 0, runCount: runCount, weightOrigin: 0,
      weightRows: polynomialKernelValues * inputChannels)
    let operands = GatherOperands(
      input: values, output: products - channels.lowerBound, weights: weights.pointer, runs: runs,
      ahead: inputChannels * kernels.tile.columns, inputImageStride: polynomialAxisPoints * from,
      outputImageStride: polynomialAxisPoints * to, outputChannels: outputChannels, epilogue: Epilogue())
    kernels.gather(
      operands, region,
      GatherShare(
        firstPixel: 0, lastPixel: rows * columns * images, firstChannel: channels.lowerBound,
        lastChannel: channels.upperBound))
  }
}

extension PolynomialPoints {
  /// Whether the kernel has its value at a point, of ``polynomialPoints``.
  fileprivate func contains(_ point: Int) -> Bool {
    rows.contains(point / polynomialAxisPoints) && columns.contains(point % polynomialAxisPoints)
  }
}
