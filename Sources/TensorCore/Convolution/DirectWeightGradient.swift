import KernelInterface

/// ``WeightGradientOperation`` as the sum that defines it.
struct DirectWeightGradient {
  private let geometry: ConvolutionGeometry
  private let inputIsDense: Bool
  private let inputChannels: Int
  private let outputChannels: Int
  /// The taps, those that read the same pixels of the dense grid side by side.
  private let taps: [WeightGradientTap]
  /// Ranges of `taps` that read the same pixels.
  private let groups: [Range<Int>]

  init(_ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int) {
    self.geometry = geometry
    self.inputIsDense = inputIsDense
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    let denseChannels = inputIsDense ? inputChannels : outputChannels
    let stridedChannels = inputIsDense ? outputChannels : inputChannels
    let inputIsA = !Self.isSwapped(inputChannels: inputChannels, outputChannels: outputChannels)
    let denseIsA = inputIsDense == inputIsA

    var taps: [WeightGradientTap] = []
    var groups: [Range<Int>] = []
    for rowRemainder in 0..<min(geometry.stride, geometry.kernelSize) {
      for columnRemainder in 0..<min(geometry.stride, geometry.kernelSize) {
        var first = taps.count
        for rowTap in stride(from: rowRemainder, to: geometry.kernelSize, by: geometry.stride) {
          // With a stride of 1 all taps are alike: a group for each row of the kernel leaves work for several threads.
          if geometry.stride == 1, taps.count > first {
            groups.append(first..<taps.count)
            first = taps.count
          }
          for columnTap in stride(from: columnRemainder, to: geometry.kernelSize, by: geometry.stride) {
            let rows = geometry.vertical.stridedRange(tap: rowTap)
            let columns = geometry.horizontal.stridedRange(tap: columnTap)
            if rows.isEmpty || columns.isEmpty { continue }
            // The dense pixel that strided row 0 and the rectangle's first column meet.
            let denseRow = rowTap - geometry.padding.top
            let denseColumn = columns.lowerBound * geometry.stride + columnTap - geometry.padding.left
            let dense = (denseRow * geometry.denseWidth + denseColumn) * denseChannels
            let strided = columns.lowerBound * stridedChannels
            taps.append(
              WeightGradientTap(
                aOffset: denseIsA ? dense : strided, bOffset: denseIsA ? strided : dense, firstRow: rows.lowerBound,
                lastRow: rows.upperBound, width: columns.count,
                gradientOffset: (rowTap * geometry.kernelSize + columnTap) * inputChannels * outputChannels))
          }
        }
        if taps.count > first { groups.append(first..<taps.count) }
      }
    }
    self.taps = taps
    self.groups = groups
  }

  func callAsFunction(
    input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext
  ) {
    precondition(gradient.count == geometry.taps * inputChannels * outputChannels)
    precondition(input.shape.images == outputGradient.shape.images)
    precondition(input.shape.channels == inputChannels && outputGradient.shape.channels == outputChannels)
    let rowSlices = (rowChannels + Self.rowsPerShare - 1) / Self.rowsPerShare
    let columnSlices = (columnChannels + blockColumns - 1) / blockColumns
    let kernel = context.kernels.weightGradient
    let (operands, singleLine) = operands(input, outputGradient, gradient)
    context.executor.forEach(groups.count * rowSlices * columnSlices) { index in
      let firstRow = index / columnSlices % rowSlices * Self.rowsPerShare
      let firstColumn = index % columnSlices * blockColumns
      withTaps(singleLine, group: groups[index / (rowSlices * columnSlices)]) { taps, count in
        kernel(
          operands,
          WeightGradientShare(
            taps: taps, tapCount: count, firstRow: firstRow, rows: min(Self.rowsPerShare, rowChannels - firstRow),
            firstColumn: firstColumn, columns: min(blockColumns, columnChannels - firstColumn)))
      }
    }
  }

  /// Calls `body` with the one tap that replaces the planned ones, if there is one, or else with those of a group.
  private func withTaps(
    _ singleLine: WeightGradientTap?, group: Range<Int>, _ body: (UnsafePointer<WeightGradientTap>, Int) -> Void
  ) {
    if let singleLine { return withUnsafePointer(to: singleLine) { body($0, 1) } }
    taps.withUnsafeBufferPointer { taps in
      guard let first = taps.baseAddress else { return }
      body(first + group.lowerBound, group.count)
    }
  }

  /// Rows of the gradient that one worker computes at a time: a multiple of every tile's rows.
  private static let rowsPerShare = 66
  /// Pixels whose sum is made in registers, about: enough to hide a tile's beginning and end, few enough that all taps
  /// that share them find them in the second-level cache.
  private static let chunkPixels = 400
  /// Rows of the strided grid that have about so many.
  static func chunkRows(_ geometry: ConvolutionGeometry) -> Int {
    max(1, min(geometry.stridedHeight, chunkPixels / geometry.stridedWidth))
  }

  /// Whether input and output gradient change roles, so that the vectors run over the more numerous channels.
  private static func isSwapped(inputChannels: Int, outputChannels: Int) -> Bool {
    outputChannels < simdLanes && inputChannels > outputChannels
  }

  private var isSwapped: Bool { Self.isSwapped(inputChannels: inputChannels, outputChannels: outputChannels) }
  private var rowChannels: Int { isSwapped ? outputChannels : inputChannels }
  private var columnChannels: Int { isSwapped ? inputChannels : outputChannels }

  /// The operands, and the one tap to walk instead of the planned ones where every image has a single pixel, as in a
  /// linear layer: there the images become the pixels of one line.
  private func operands(
    _ input: Tensor, _ outputGradient: Tensor, _ gradient: Tensor
  ) -> (WeightGradientOperands, singleLine: WeightGradientTap?) {
    let pixels = geometry.stridedHeight * geometry.stridedWidth
    var operands = WeightGradientOperands(
      a: walk(isSwapped ? outputGradient : input, isDense: inputIsDense != isSwapped),
      b: walk(isSwapped ? input : outputGradient, isDense: inputIsDense == isSwapped),
      images: input.shape.images, height: geometry.stridedHeight,
      chunkImages: max(1, Self.chunkPixels / pixels),
      chunkRows: Self.chunkRows(geometry),
      gradient: gradient.pointer, gradientRowStride: isSwapped ? 1 : outputChannels,
      gradientColumnStride: isSwapped ? outputChannels : 1)
    guard pixels == 1, geometry.taps == 1, var tap = taps.first else { return (operands, nil) }
    tap.width = operands.images
    operands.images = 1
    operands.a.pixelStride = operands.a.imageStride
    operands.b.pixelStride = operands.b.imageStride
    // The next share's columns.
    operands.b.ahead = blockColumns
    return (operands, tap)
  }

  private func walk(_ tensor: Tensor, isDense: Bool) -> WeightGradientOperands.Walk {
    let channels = tensor.shape.channels
    let stride = isDense ? geometry.stride : 1
    return WeightGradientOperands.Walk(
      origin: tensor.pointer, imageStride: tensor.shape.imageCount,
      rowStride: stride * (isDense ? geometry.denseWidth : geometry.stridedWidth) * channels,
      pixelStride: stride * channels)
  }
}
