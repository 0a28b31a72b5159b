import NeuralNetwork
import TensorCore

/// The exponential moving average (EMA) of a network's weights, which moves with every step as ``AverageSettings`` say.
final class WeightAverage {
  private let settings: AverageSettings
  private let network: Sequential
  private let weights: Tensor
  private let context: ComputeContext
  private let label: ProfileLabel

  /// Takes the memory of an average.
  init(of network: Sequential, _ settings: AverageSettings, _ context: ComputeContext) {
    self.network = network
    self.settings = settings
    self.context = context
    weights = Tensor(network.parameters.values.shape)
    // Reads weights and average, and writes the average.
    label = ProfileLabel(
      "\(network.name) average", .optimizer,
      fixedBytes: 3 * network.plan.parameterCount * MemoryLayout<Float>.stride)
    restart()
  }

  /// Makes the weights as they are the average.
  func restart() { weights.copy(from: network.parameters.values) }

  /// Moves the average after a step, this one included in their number. It does not allocate.
  func move(steps: Int, batchSize: Int) {
    context.measure(label, images: 0) {
      let motion = settings.motion(steps: steps, batchSize: batchSize)
      context.move(weights, towards: network.parameters.values, by: Float(motion))
    }
  }

  /// Puts the average into the network's weights.
  func apply() { network.parameters.values.copy(from: weights) }

  /// What lasts of it: the average under the names that the weights have, behind `prefix`.
  func namedState(prefix: String) -> [NamedState] { network.parameters.namedState(of: weights, prefix: prefix) }
}
