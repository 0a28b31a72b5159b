import TensorCore

/// ``LayerDescription/minibatchDeviation``.
package struct MinibatchDeviation: LayerKind {
  package static let type = "minibatchDeviation"
  package static let format = 3

  package init() {}

  package var summary: String { "minibatch standard deviation" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    let input = place.input
    return LayerPlan(
      self, place,
      output: try place.output(height: input.height, width: input.width, channels: input.channels + 1))
  }

  /// Results, and two values for each of an image's.
  package func memory(_ demand: LayerDemand) -> NetworkMemory {
    var memory = NetworkMemory()
    memory.kept = demand.results + 2 * Double(demand.plan.input.imageCount) + 4 * NetworkMemory.gap
    return memory
  }

  package func makeLayer(_ site: LayerSite) -> any Layer { MinibatchDeviationLayer(site) }
}

extension LayerDescription {
  /// One more channel, which holds everywhere how much the images of the batch differ: the mean over all values of an
  /// image of their standard deviation over the batch (Karras et al., 2018, "Progressive Growing of GANs"). A
  /// discriminator sees by it that a generator draws one picture.
  public static let minibatchDeviation = LayerDescription(MinibatchDeviation())
}

/// The running layer. In inference the channel holds a running mean of what it held in training, so that the output of
/// an image does not depend on its neighbours.
private final class MinibatchDeviationLayer: Layer {
  let index: Int
  let needsGradientBuffer = true
  private let result: Tensor
  /// Of each value of an image: the mean over the batch, and the standard deviation.
  private let means: Tensor
  private let deviations: Tensor
  /// A running mean of the channel's value.
  private let running = Tensor(count: 1)
  /// What the channel held in the last batch.
  private var lastValue = 0.0
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastInput: Tensor?
  private var lastMode = Mode.training

  /// Added to variances: the root of zero has no derivative.
  private static let epsilon = 1e-8
  private static let momentum = 0.1

  init(_ site: LayerSite) {
    index = site.index
    let count = site.plan.input.imageCount
    labels = site.elementwiseLabels(forward: 4 * count, backward: 3 * count)
    result = site.makeResult()
    (means, deviations) = (Tensor(count: count), Tensor(count: count))
    running.values = [0]
  }

  var stateIsFinite: Bool { running[0].isFinite }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward, images: input.shape.images) {
      (lastInput, lastMode) = (input, mode)
      if mode != .inference {
        context.deviations(of: input, means: means, deviations: deviations, epsilon: Self.epsilon)
        let value = (0..<deviations.count).reduce(0.0) { $0 + Double(deviations[$1]) } / Double(deviations.count)
        lastValue = value
        if mode == .training { move(towards: value) }
        context.appendChannel(Float(value), to: input, into: result)
      } else {
        context.appendChannel(running[0], to: input, into: result)
      }
    }
    return result
  }

  private func move(towards value: Double) {
    running[0] = Float((1 - Self.momentum) * Double(running[0]) + Self.momentum * value)
  }

  var statisticsCount: Int { 1 }

  func noteStatistics(in table: inout ShardTable, shard: Int, from column: Int) { table[shard, column] = lastValue }

  func moveStatistics(towards table: ShardTable, from column: Int) { move(towards: table.mean(column)) }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let inputGradient, let lastInput else { return }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      let ofChannel = context.removeChannel(of: outputGradient, into: inputGradient)
      guard lastMode != .inference else { return }
      context.addDeviationGradient(
        ofChannel / Double(deviations.count), of: lastInput, means: means, deviations: deviations, to: inputGradient)
    }
  }

  func namedState(prefix: String) -> [NamedState] {
    [.floats(prefix + "running_deviation", shape: [1], running)]
  }
}
