import TensorCore

/// Whether batch normalisation uses the batch's statistics or the running ones.
public enum Mode: Sendable {
  /// The batch's own mean and variance; the running ones move towards them.
  case training
  /// The same for a part of a batch: the running ones stay, until `ShardStatistics` moves them for all parts at once.
  case shard
  /// The running mean and variance: an image's output does not depend on its neighbours.
  case inference
}

/// A running layer with its memory planned for the maximum batch.
///
/// A backward pass belongs to the forward pass before it, whose input and output the layer remembers.
package protocol Layer: AnyObject {
  /// The layer's place among the descriptions.
  var index: Int { get }

  /// Whether ``backward(_:into:addsParameterGradients:_:)`` writes to a tensor other than the gradient it is given.
  var needsGradientBuffer: Bool { get }

  /// Whether everything in ``namedState(prefix:)`` is finite. It is asked after every step, and does not allocate.
  var stateIsFinite: Bool { get }

  /// Whether it has running statistics.
  var keepsStatistics: Bool { get }

  /// Pools the statistics of the training passes that follow, until ``endStatistics()``.
  func beginStatistics()

  /// Makes the pooled statistics the running ones.
  func endStatistics()

  /// The numbers that running statistics move towards in a pass.
  var statisticsCount: Int { get }

  /// Writes those of the last pass, which was one in ``Mode/shard``, to a shard's row.
  func noteStatistics(in table: inout ShardTable, shard: Int, from column: Int)

  /// Moves the running statistics once, towards the means of what the shards noted.
  func moveStatistics(towards table: ShardTable, from column: Int)

  /// Computes the output of every image of `input`.
  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor

  /// Takes the gradient of the output back, and adds to the gradients of the parameters if asked to. The input's
  /// gradient is written to `inputGradient`, or over `outputGradient` if the layer needs no buffer; it is not computed
  /// if a layer that needs one is given none.
  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext)

  /// Takes over changed parameters.
  func parametersDidChange(_ context: ComputeContext)

  /// Takes over parameters that the optimiser has changed.
  func parametersDidStep(_ context: ComputeContext)

  /// Whether ``completeGradients()`` does anything.
  var completesGradients: Bool { get }

  /// Makes the sums of all backward passes of a step the gradients of the parameters, where they are not yet.
  func completeGradients()

  /// What lasts beside the parameters, under PyTorch's names behind `prefix`.
  func namedState(prefix: String) -> [NamedState]
}

extension Layer {
  /// There is none that could not be.
  package var stateIsFinite: Bool { true }

  /// It has none.
  package var keepsStatistics: Bool { false }

  /// It has none.
  package func beginStatistics() {}

  /// It has none.
  package func endStatistics() {}

  /// It has none.
  package var statisticsCount: Int { 0 }

  /// It has none.
  package func noteStatistics(in table: inout ShardTable, shard: Int, from column: Int) {}

  /// It has none.
  package func moveStatistics(towards table: ShardTable, from column: Int) {}

  /// It has no copy of them.
  package func parametersDidChange(_ context: ComputeContext) {}

  /// However they were changed.
  package func parametersDidStep(_ context: ComputeContext) { parametersDidChange(context) }

  /// They are complete.
  package var completesGradients: Bool { false }

  /// They are.
  package func completeGradients() {}

  /// Nothing.
  package func namedState(prefix: String) -> [NamedState] { [] }
}
