import TensorCore

/// A value that outlives the process: its name and shape on disk, and how to read and write it in the running program.
///
/// Everything that lasts is a list of these, and whatever saves, restores or shows it walks the list.
public struct NamedState {
  /// What is stored.
  public enum Values: Equatable, Sendable {
    /// Floats, in PyTorch's order.
    case floats([Float])
    /// Whole numbers.
    case integers([Int64])

    /// The number of values.
    public var count: Int {
      switch self {
      case .floats(let values): values.count
      case .integers(let values): values.count
      }
    }
  }

  /// A kind of values.
  public enum Kind: Sendable {
    /// ``Values/floats(_:)``.
    case floats
    /// ``Values/integers(_:)``.
    case integers
  }

  /// The name on disk, for example `generator.4.weight`.
  public let name: String
  /// The shape on disk.
  public let shape: [Int]
  /// The kind of values.
  public let kind: Kind
  /// Reads the value.
  public let read: () -> Values
  /// Writes the value, whose kind and count are those that ``read`` gives.
  public let write: (Values) -> Void

  /// State of whole numbers.
  static func integer(_ name: String, _ read: @escaping () -> Int64, _ write: @escaping (Int64) -> Void) -> NamedState {
    NamedState(
      name: name, shape: [], kind: .integers, read: { .integers([read()]) },
      write: { if case .integers(let values) = $0, let first = values.first { write(first) } })
  }

  /// State of floats in a tensor.
  static func floats(_ name: String, shape: [Int], _ tensor: Tensor, layout: ParameterLayout = .plain) -> NamedState {
    NamedState(
      name: name, shape: shape, kind: .floats, read: { .floats(layout.diskOrder(tensor.values)) },
      write: { if case .floats(let values) = $0 { tensor.values = layout.memoryOrder(values) } })
  }
}

extension Sequential {
  /// What a network needs to compute: parameters and running statistics, under PyTorch's names behind `prefix`.
  public func namedState(prefix: String) -> [NamedState] {
    var state = parameters.entries.map { entry in
      NamedState.floats(
        prefix + entry.name, shape: entry.plan.shape, parameters.window(parameters.values, entry),
        layout: entry.plan.layout)
    }
    for case let layer as BatchNorm in layers {
      let channels = layer.runningMean.count
      let name = "\(prefix)\(layer.index)."
      state.append(.floats(name + "running_mean", shape: [channels], layer.runningMean))
      state.append(.floats(name + "running_var", shape: [channels], layer.runningVariance))
      state.append(
        .integer(name + "num_batches_tracked", { layer.batchesTracked }, { layer.batchesTracked = $0 }))
    }
    return state
  }
}

extension Adam {
  /// What the optimiser needs to go on. The running products are stored as the bit patterns of doubles.
  public func namedState(prefix: String) -> [NamedState] {
    var state: [NamedState] = [
      .integer(prefix + "step", { self.steps }, { self.steps = $0 }),
      .integer(
        prefix + "beta1_power_bits", { Int64(bitPattern: self.beta1Power.bitPattern) },
        { self.beta1Power = Double(bitPattern: UInt64(bitPattern: $0)) }),
      .integer(
        prefix + "beta2_power_bits", { Int64(bitPattern: self.beta2Power.bitPattern) },
        { self.beta2Power = Double(bitPattern: UInt64(bitPattern: $0)) }),
    ]
    guard let training = network.parameters.training else { return state }
    for entry in network.parameters.entries {
      for (moments, name) in [(training.firstMoments, "exp_avg"), (training.secondMoments, "exp_avg_sq")] {
        state.append(
          .floats(
            "\(prefix)\(entry.name).\(name)", shape: entry.plan.shape, network.parameters.window(moments, entry),
            layout: entry.plan.layout))
      }
    }
    return state
  }
}
