import TensorCore

/// A map that is linear in its input plus a bias, as the engines see it.
struct AffineMap {
  /// One image of the input; a linear layer's is a single pixel.
  let input: Shape
  /// One image of the output, likewise.
  let output: Shape
  /// How the pixels of both meet.
  let geometry: ConvolutionGeometry
  /// Whether the input lies on the dense grid, as it does for all but a transposed convolution.
  let inputIsDense: Bool

  /// What the forward pass takes, and then the gradient of the input if there is one.
  func gatherMemory(inputGradient: Bool, _ method: ConvolutionMethod) -> [OperationMemory] {
    let forward = GatherOperation.memory(
      geometry, fromDense: inputIsDense, inputChannels: input.channels, outputChannels: output.channels,
      direction: .rowsToColumns, method: method)
    guard inputGradient else { return [forward] }
    let backward = GatherOperation.memory(
      geometry, fromDense: !inputIsDense, inputChannels: output.channels, outputChannels: input.channels,
      direction: .columnsToRows, method: method)
    return [forward, backward]
  }

  /// What ``AffineLayer`` takes.
  func memory(_ demand: LayerDemand) -> NetworkMemory {
    var memory = NetworkMemory()
    memory.kept = demand.results
    let gathers = gatherMemory(inputGradient: demand.needsInputGradient, demand.convolutionMethod)
    for gather in gathers { memory.add(gather) }
    if demand.sharesPackedWeights, gathers.count == 2 {
      // The smaller lies where the greater does.
      memory.kept -= Double(min(gathers[0].kept, gathers[1].kept))
    }
    if demand.isTrained {
      memory.add(
        WeightGradientOperation.memory(
          geometry, inputIsDense: inputIsDense, inputChannels: input.channels, outputChannels: output.channels,
          method: demand.convolutionMethod, images: demand.images))
      if let bias = demand.plan.parameters.first(where: { $0.name == "bias" }) {
        memory.kept += ChannelSumOperation.memory(
          maximumRows: demand.results / Double(bias.count), channels: bias.count)
      }
    }
    return memory
  }
}
