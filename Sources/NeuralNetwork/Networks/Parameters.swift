import TensorCore

/// The trained values of a network in one flat buffer, with their gradients and moments in others of the same form, so
/// that the optimiser is one loop.
public final class Parameters {
  /// One trained tensor's place.
  public struct Entry: Sendable {
    /// PyTorch's name within the network, for example `4.weight`.
    public let name: String
    /// What it is.
    public let plan: ParameterPlan
    let start: Int
  }

  /// The trained tensors, layer by layer.
  public let entries: [Entry]
  /// The values. Each tensor starts at a vector's boundary; the gaps stay zero.
  public let values: Tensor
  /// Gradients of the loss, and Adam's first and second moments; `nil` in a network that is not trained.
  public let training: Training?

  /// The buffers that only training needs.
  public struct Training {
    /// Gradients of the loss.
    public let gradients: Tensor
    /// Running means of the gradients.
    public let firstMoments: Tensor
    /// Running means of the squared gradients.
    public let secondMoments: Tensor
  }

  /// Takes memory for the parameters of a network.
  public init(_ plan: NetworkPlan, forTraining: Bool) {
    var entries: [Entry] = []
    var count = 0
    for (index, layer) in plan.layers.enumerated() {
      for parameter in layer.parameters {
        entries.append(Entry(name: "\(index).\(parameter.name)", plan: parameter, start: count))
        count += (parameter.count + Self.alignment - 1) / Self.alignment * Self.alignment
      }
    }
    self.entries = entries
    let total = max(count, 1)
    values = Tensor(count: total)
    training =
      forTraining
      ? Training(
        gradients: Tensor(count: total), firstMoments: Tensor(count: total), secondMoments: Tensor(count: total))
      : nil
    // The gaps between tensors are read by the optimiser, and guarded memory does not start as zeros.
    for buffer in [values, training?.gradients, training?.firstMoments, training?.secondMoments] {
      buffer?.withMutableValues { $0.update(repeating: 0) }
    }
  }

  /// Floats at whose multiples tensors start.
  private static let alignment = 16

  /// The number of trained values.
  public var count: Int { entries.reduce(0) { $0 + $1.plan.count } }

  /// The part of a flat buffer that belongs to a tensor.
  public func window(_ buffer: Tensor, _ entry: Entry) -> Tensor {
    buffer.window(start: entry.start, shape: Shape(channels: entry.plan.count))
  }

  /// The part of a flat buffer that belongs to the tensor of a name; `nil` if there is no such buffer or tensor.
  func window(_ buffer: Tensor?, _ name: String) -> Tensor? {
    guard let buffer, let entry = entries.first(where: { $0.name == name }) else { return nil }
    return window(buffer, entry)
  }

  /// Draws the first values. Tensor `i` takes the numbers of substream `firstSubstream + i`, in PyTorch's order.
  public func initialize(seed: UInt64, firstSubstream: UInt32) {
    for (index, entry) in entries.enumerated() {
      var disk = [Float](repeating: 0, count: entry.plan.count)
      if case .normal(let mean, let deviation) = entry.plan.initialization {
        let stream = RandomStream(seed: seed, purpose: .weights, substream: firstSubstream + UInt32(index))
        stream.fillNormals(&disk, mean: mean, standardDeviation: deviation)
      }
      window(values, entry).values = entry.plan.layout.memoryOrder(disk)
    }
  }
}
