import KernelInterface

/// The floats that an operation takes, known before it is planned.
package struct OperationMemory: Equatable, Sendable {
  /// Those that it keeps for itself.
  package var kept = 0
  /// Those of the workspace that all its workers share.
  package var shared = 0
  /// Those of the workspace that each worker has.
  package var worker = 0
}

extension GatherOperation {
  /// What ``fromDense(_:inputChannels:outputChannels:direction:method:)`` will take, or with `fromDense` false
  /// ``fromStrided(_:inputChannels:outputChannels:direction:method:)``.
  package static func memory(
    _ geometry: ConvolutionGeometry, fromDense: Bool, inputChannels: Int, outputChannels: Int, method: ConvolutionMethod
  ) -> OperationMemory {
    let tiling = WinogradTiling(
      geometry, stridedChannels: fromDense ? outputChannels : inputChannels,
      denseChannels: fromDense ? inputChannels : outputChannels)
    if method == .winograd, let tiling {
      let extents = WinogradGatherExtents(tiling, readsDense: fromDense)
      return OperationMemory(kept: extents.weights, worker: extents.scratch)
    }
    // The sub-kernels share the taps out among them.
    let columns = GatherPlan.packedColumns(inputChannels: inputChannels, outputChannels: outputChannels)
    return OperationMemory(kept: geometry.taps * inputChannels * columns)
  }
}

extension WeightGradientOperation {
  /// What an operation of these arguments will take.
  package static func memory(
    _ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int,
    method: ConvolutionMethod
  ) -> OperationMemory {
    let tiling = WinogradTiling(
      geometry, stridedChannels: inputIsDense ? outputChannels : inputChannels,
      denseChannels: inputIsDense ? inputChannels : outputChannels)
    guard method == .winograd, let tiling else { return OperationMemory() }
    return OperationMemory(shared: WinogradWeightGradient(tiling, inputIsDense: inputIsDense).scratch)
  }
}

extension ChannelSumOperation {
  /// What an operation of these arguments will take.
  package static func memory(maximumRows: Double, channels: Int) -> Double {
    let chunks = (maximumRows / Double(ChannelRows.rowsPerChunk(channels: channels))).rounded(.up)
    return chunks * Double((channels + simdLanes - 1) / simdLanes * simdLanes)
  }
}
