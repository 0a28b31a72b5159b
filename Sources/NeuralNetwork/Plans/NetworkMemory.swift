import TensorCore

/// The memory that a network takes, known from its plan, in floats. Batches may be so large that `Int` has no room.
public struct NetworkMemory: Equatable, Sendable {
  /// What the network keeps for itself.
  public package(set) var kept = 0.0
  /// What all its operations share, one after the other: the largest counts.
  package var shared = 0
  /// The same for each thread.
  package var worker = 0
  /// Copies of the largest trained tensor on its way to or from a file, and of the other that is kept meanwhile.
  package var passing = 0.0

  /// No memory.
  package init() {}

  /// The memory of two networks that are used in turn.
  package static func + (left: NetworkMemory, right: NetworkMemory) -> NetworkMemory {
    var sum = left
    sum.kept += right.kept
    sum.shared = max(left.shared, right.shared)
    sum.worker = max(left.worker, right.worker)
    sum.passing = max(left.passing, right.passing)
    return sum
  }

  /// Bytes in all on so many threads.
  package func bytes(threads: Int) -> Double {
    (kept + Double(shared) + Double(worker) * Double(threads) + passing) * Double(MemoryLayout<Float>.stride)
  }
}

extension NetworkPlan {
  /// What ``Sequential`` will take for batches of at most `images`: the layers' results, the parameters and their packed
  /// copies; where it goes back, the gradients of the results; and in training the parameters' gradients and moments, with a
  /// copy of all but the gradients to go back to.
  public func memory(
    images: Int, for purpose: Sequential.Purpose, method: ConvolutionMethod = .winograd
  ) -> NetworkMemory {
    var memory = NetworkMemory()
    let parameters = layers.flatMap(\.parameters).reduce(0.0) { $0 + Double($1.count) + Self.gap }
    // Values, gradients and two moments; copies of all but the gradients.
    memory.kept = parameters * (purpose.isTraining ? 7 : 1)
    memory.passing = 3 * (layers.flatMap(\.parameters).map { Double($0.count) }.max() ?? 0)
    for (index, layer) in layers.enumerated() where !isPartOfLayerBefore(index) {
      memory.kept += Self.gap
      let results = Double(layer.output.imageCount) * Double(images)
      switch layer.description {
      case .linear, .convolution, .transposedConvolution:
        memory.kept += results
        let reaches = index > 0 ? purpose.goesBack : purpose.reachesInput
        for operation in layer.operations(goingBack: reaches, training: purpose.isTraining, method) {
          memory.kept += Double(operation.kept)
          memory.shared = max(memory.shared, operation.shared)
          memory.worker = max(memory.worker, operation.worker)
        }
        if purpose.isTraining, let bias = layer.parameters.first(where: { $0.name == "bias" }) {
          memory.kept += ChannelSumOperation.memory(maximumRows: results / Double(bias.count), channels: bias.count)
        }
      case .batchNorm:
        let channels = layer.output.channels
        // Statistics, what is applied, and what a copy of the state has of them.
        memory.kept += results + Double(channels * 16)
        memory.kept += 2 * ChannelSumOperation.memory(maximumRows: results / Double(channels), channels: channels)
      case .reshape:
        // With a table of places, each as long as two floats.
        memory.kept += results + Double(2 * layer.output.imageCount)
      case .upsampling:
        memory.kept += results
      case .relu, .leakyReLU, .tanh:
        break
      }
    }
    if purpose.goesBack {
      memory.kept += gradientBufferCounts(reachesInput: purpose.reachesInput).reduce(0.0) {
        $0 + Double($1) * Double(images) + Self.gap
      }
    }
    return memory
  }

  /// A reshaping that the linear layer before it makes without being asked.
  private func isPartOfLayerBefore(_ index: Int) -> Bool {
    guard index > 0, case .reshape = layers[index].description, case .linear = layers[index - 1].description else {
      return false
    }
    return layers[index - 1].output == layers[index].output
  }

  /// The floats an image of the two buffers that ``Sequential`` takes turns with.
  private func gradientBufferCounts(reachesInput: Bool) -> [Int] {
    var counts = [1, 1]
    var turn = 0
    for (index, layer) in layers.enumerated().reversed()
    where !layer.description.worksInPlace && !isPartOfLayerBefore(index) {
      if index == 0 && !reachesInput { break }
      counts[turn] = max(counts[turn], layer.input.imageCount)
      turn = 1 - turn
    }
    return counts
  }

  /// About what a tensor takes besides its values.
  private static let gap = 144.0
}

extension LayerDescription {
  /// Whether the gradient of the input takes the place of the output's.
  fileprivate var worksInPlace: Bool { isActivation || self == .batchNorm }
}

extension LayerPlan {
  /// What the operations of a layer that is linear in its input take, as ``AffineLayer`` plans them.
  fileprivate func operations(goingBack: Bool, training: Bool, _ method: ConvolutionMethod) -> [OperationMemory] {
    guard let geometry else { return [] }
    var inputIsDense = true
    if case .transposedConvolution = description { inputIsDense = false }
    var (inputs, outputs) = (input.channels, output.channels)
    if case .linear = description { (inputs, outputs) = (input.imageCount, output.imageCount) }
    var operations = [
      GatherOperation.memory(
        geometry, fromDense: inputIsDense, inputChannels: inputs, outputChannels: outputs, method: method)
    ]
    if goingBack {
      operations.append(
        GatherOperation.memory(
          geometry, fromDense: !inputIsDense, inputChannels: outputs, outputChannels: inputs, method: method))
    }
    if training {
      operations.append(
        WeightGradientOperation.memory(
          geometry, inputIsDense: inputIsDense, inputChannels: inputs, outputChannels: outputs, method: method))
    }
    return operations
  }
}
