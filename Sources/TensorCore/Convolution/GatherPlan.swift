import KernelInterface

/// How the gather engine walks two grids: which stretches of input each output pixel reads, and in which order the
/// weights must be packed for it.
struct GatherPlan: Sendable {
  /// One sub-kernel's taps in packed order, as indices `row * kernelSize + column` of the whole kernel.
  struct Subkernel {
    var taps: [Int]
    /// Packed rows before this sub-kernel's.
    var firstRow: Int
  }

  let runs: [GatherRun]
  let regions: [GatherRegion]
  let subkernels: [Subkernel]
  let inputChannels: Int
  let outputChannels: Int
  let inputImageStride: Int
  let outputImageStride: Int

  /// The columns of a packed row: the output channels, in the block layout rounded up to whole vectors.
  let packedColumns: Int
  /// Whether the weights are packed for ``KernelInterface/KernelTable/gatherNarrow``.
  let isNarrow: Bool

  /// Floats of packed weights.
  var packedCount: Int { subkernels.reduce(0) { $0 + $1.taps.count } * inputChannels * packedColumns }

  /// Up to this many output channels go to the narrow kernel, if there are input channels to fill its vectors.
  private static let widestNarrow = 4

  private static func isNarrow(inputChannels: Int, outputChannels: Int) -> Bool {
    outputChannels <= widestNarrow && inputChannels >= simdLanes
  }

  /// ``packedColumns`` of a plan for so many channels.
  static func packedColumns(inputChannels: Int, outputChannels: Int) -> Int {
    isNarrow(inputChannels: inputChannels, outputChannels: outputChannels)
      ? outputChannels : wholeVectors(outputChannels)
  }

  /// Plans the convolution that reads `inputChannels` of the dense grid and writes `outputChannels` of the strided one.
  static func fromDense(_ geometry: ConvolutionGeometry, inputChannels: Int, outputChannels: Int) -> GatherPlan {
    GatherPlan(
      rows: geometry.vertical.gatherFromDense(), columns: geometry.horizontal.gatherFromDense(),
      kernelSize: geometry.kernelSize, inputHeight: geometry.denseHeight, inputWidth: geometry.denseWidth,
      inputChannels: inputChannels, outputHeight: geometry.stridedHeight, outputWidth: geometry.stridedWidth,
      outputChannels: outputChannels)
  }

  /// Plans the transposed convolution that reads the strided grid and writes the dense one.
  static func fromStrided(_ geometry: ConvolutionGeometry, inputChannels: Int, outputChannels: Int) -> GatherPlan {
    GatherPlan(
      rows: geometry.vertical.gatherFromStrided(), columns: geometry.horizontal.gatherFromStrided(),
      kernelSize: geometry.kernelSize, inputHeight: geometry.stridedHeight, inputWidth: geometry.stridedWidth,
      inputChannels: inputChannels, outputHeight: geometry.denseHeight, outputWidth: geometry.denseWidth,
      outputChannels: outputChannels)
  }

  private init(
    rows: [AxisSubkernel], columns: [AxisSubkernel], kernelSize: Int, inputHeight: Int, inputWidth: Int,
    inputChannels: Int, outputHeight: Int, outputWidth: Int, outputChannels: Int
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    inputImageStride = inputHeight * inputWidth * inputChannels
    outputImageStride = outputHeight * outputWidth * outputChannels
    isNarrow = Self.isNarrow(inputChannels: inputChannels, outputChannels: outputChannels)
    packedColumns = Self.packedColumns(inputChannels: inputChannels, outputChannels: outputChannels)

    var runs: [GatherRun] = []
    var regions: [GatherRegion] = []
    var subkernels: [Subkernel] = []
    var firstRow = 0
    for rowKernel in rows {
      for columnKernel in columns {
        let taps = rowKernel.taps.flatMap { row in columnKernel.taps.map { row * kernelSize + $0 } }
        subkernels.append(Subkernel(taps: taps, firstRow: firstRow))
        for rowSegment in rowKernel.segments {
          for columnSegment in columnKernel.segments {
            let regionRuns = Self.runs(
              rowSegment, columnSegment, tapsInRow: columnKernel.taps.count, rowStride: inputWidth * inputChannels,
              channels: inputChannels)
            regions.append(
              GatherRegion(
                height: rowSegment.outputCount, width: columnSegment.outputCount,
                inputOrigin: (rowSegment.firstInput * inputWidth + columnSegment.firstInput) * inputChannels,
                inputRowStride: rowSegment.inputStep * inputWidth * inputChannels,
                inputPixelStride: columnSegment.inputStep * inputChannels,
                outputOrigin: (rowSegment.firstOutput * outputWidth + columnSegment.firstOutput) * outputChannels,
                outputRowStride: rowSegment.outputStep * outputWidth * outputChannels,
                outputPixelStride: columnSegment.outputStep * outputChannels, firstRun: runs.count,
                runCount: regionRuns.count, weightOrigin: firstRow * packedColumns,
                weightRows: taps.count * inputChannels))
            runs += regionRuns
          }
        }
        firstRow += taps.count * inputChannels
      }
    }
    self.runs = runs
    self.regions = regions
    self.subkernels = subkernels
  }

  /// One run for each kernel row that a region uses; rows that follow one another in memory and in the weights become
  /// one run.
  private static func runs(
    _ rows: AxisSegment, _ columns: AxisSegment, tapsInRow: Int, rowStride: Int, channels: Int
  ) -> [GatherRun] {
    var runs: [GatherRun] = []
    if columns.taps.isEmpty { return runs }
    for (index, row) in rows.taps.enumerated() {
      let run = GatherRun(
        inputOffset: index * rowStride, weightRow: (row * tapsInRow + columns.taps.lowerBound) * channels,
        length: columns.taps.count * channels)
      if let last = runs.last, last.inputOffset + last.length == run.inputOffset,
        last.weightRow + last.length == run.weightRow
      {
        runs[runs.count - 1].length += run.length
      } else {
        runs.append(run)
      }
    }
    return runs
  }
}
