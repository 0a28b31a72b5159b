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

  /// Adds what an operation of a layer takes.
  mutating func add(_ operation: OperationMemory) {
    kept += Double(operation.kept)
    shared = max(shared, operation.shared)
    worker = max(worker, operation.worker)
  }

  /// About what a tensor takes besides its values.
  static let gap = 144.0

  /// Bytes in all on so many threads.
  package func bytes(threads: Int) -> Double {
    (kept + Double(shared) + Double(worker) * Double(threads) + passing) * Double(MemoryLayout<Float>.stride)
  }
}

extension NetworkPlan {
  /// What ``Sequential`` will take for batches of at most `images`: the layers' results, the parameters and their
  /// packed copies; where it goes back, the gradients of the results; and in training the parameters' gradients and
  /// moments, with a copy of all but the gradients to go back to.
  public func memory(
    images: Int, for purpose: Sequential.Purpose, method: ConvolutionMethod = .winograd
  ) -> NetworkMemory {
    var memory = NetworkMemory()
    let parameters = layers.flatMap(\.parameters).reduce(0.0) { $0 + Double($1.count) + NetworkMemory.gap }
    // Values, gradients and two moments; copies of all but the gradients.
    memory.kept = parameters * (purpose.isTraining ? 7 : 1)
    memory.passing = 3 * (layers.flatMap(\.parameters).map { Double($0.count) }.max() ?? 0)
    for index in runningLayers {
      let demand = LayerDemand(
        plan: layers[index], index: index, images: Double(images),
        needsInputGradient: index > 0 ? purpose.goesBack : purpose.reachesInput, isTrained: purpose.isTraining,
        sharesPackedWeights: purpose.sharesPackedWeights, convolutionMethod: method)
      memory = memory + layers[index].description.kind.memory(demand)
      memory.kept += NetworkMemory.gap
    }
    if purpose.goesBack {
      memory.kept += gradientBufferCounts(reachesInput: purpose.reachesInput).reduce(0.0) {
        $0 + Double($1) * Double(images) + NetworkMemory.gap
      }
    }
    return memory
  }

  /// The layers that are not absorbed by the one before.
  var runningLayers: [Int] {
    layers.indices.filter { $0 == 0 || !layers[$0 - 1].absorbsNext }
  }

  /// The floats an image of two buffers that take turns in ``Sequential``: a layer reads the gradient of its output from
  /// one and writes its input's to the other.
  func gradientBufferCounts(reachesInput: Bool) -> [Int] {
    var counts = [1, 1]
    var turn = 0
    for index in runningLayers.reversed() where layers[index].description.kind.needsGradientBuffer {
      if index == 0 && !reachesInput { break }
      counts[turn] = max(counts[turn], layers[index].input.imageCount)
      turn = 1 - turn
    }
    return counts
  }
}

/// What a running layer is asked for, as far as its memory depends on it.
package struct LayerDemand {
  /// The layer's shapes and parameters.
  let plan: LayerPlan
  /// The place among the descriptions.
  let index: Int
  /// Images of the maximum batch.
  let images: Double
  /// Whether the gradient of the layer's input is ever asked for.
  let needsInputGradient: Bool
  /// Whether its parameters have gradients.
  let isTrained: Bool
  /// Whether the ways forward and back take turns with one memory of packed weights.
  let sharesPackedWeights: Bool
  /// How convolutions are computed.
  let convolutionMethod: ConvolutionMethod

  /// The floats of the outputs of the maximum batch.
  var results: Double { Double(plan.output.imageCount) * images }
}
