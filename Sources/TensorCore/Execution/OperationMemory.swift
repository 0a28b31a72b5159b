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
  /// What ``fromDense(_:inputChannels:outputChannels:direction:method:sharing:)`` will take, or with `fromDense` false
  /// ``fromStrided(_:inputChannels:outputChannels:direction:method:sharing:)``.
  package static func memory(
    _ geometry: ConvolutionGeometry, fromDense: Bool, inputChannels: Int, outputChannels: Int,
    direction: Direction, method: ConvolutionMethod
  ) -> OperationMemory {
    let algorithm = ConvolutionAlgorithm(
      geometry, readsDense: fromDense, inputChannels: inputChannels, outputChannels: outputChannels, method: method)
    switch algorithm {
    case .winograd(let tiling):
      let extents = WinogradGatherExtents(tiling, readsDense: fromDense)
      return OperationMemory(kept: extents.weights, worker: extents.scratch)
    case .polynomial(let grids):
      let extents = PolynomialGatherExtents(grids, readsDense: fromDense)
      return OperationMemory(kept: grids.weights, worker: extents.scratch)
    case .patches(let grids) where !fromDense:
      return OperationMemory(kept: PatchGather.packedCount(grids), worker: PatchGather.scratch(grids))
    case .direct, .patches:
      if DirectGather.readsMatrix(geometry, outputChannels: outputChannels, direction) { return OperationMemory() }
      // The sub-kernels share the taps out among them.
      let columns = GatherPlan.packedColumns(inputChannels: inputChannels, outputChannels: outputChannels)
      return OperationMemory(kept: geometry.taps * inputChannels * columns)
    }
  }
}

extension WeightGradientOperation {
  /// What an operation of these arguments will take for so many images, at most.
  package static func memory(
    _ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int,
    method: ConvolutionMethod, images: Double
  ) -> OperationMemory {
    let algorithm = ConvolutionAlgorithm(
      geometry, readsDense: inputIsDense, inputChannels: inputChannels, outputChannels: outputChannels, method: method,
      isWeightGradient: true)
    switch algorithm {
    case .winograd(let tiling):
      return WinogradWeightGradient(tiling, inputIsDense: inputIsDense).memory(images: images)
    case .polynomial(let grids):
      let it = PolynomialWeightGradient(grids, inputIsDense: inputIsDense)
      return OperationMemory(shared: it.shared, worker: it.scratch)
    case .patches(let grids):
      return OperationMemory(shared: PatchWeightGradient(grids, inputIsDense: inputIsDense).shared)
    case .direct: return OperationMemory()
    }
  }
}

extension ChannelSumOperation {
  /// What an operation of these arguments will take.
  package static func memory(maximumRows: Double, channels: Int) -> Double {
    let chunks = (maximumRows / Double(ChannelRows.rowsPerChunk(channels: channels))).rounded(.up)
    return chunks * Double(wholeVectors(channels))
  }
}

extension NormalizationOperation {
  /// What an operation's reductions will take for so many images of a shape.
  package static func memory(_ shape: Shape, images: Double) -> Double {
    2 * Double(wholeVectors(shape.channels)) * RowChunks.count(shape, images: images)
  }
}
