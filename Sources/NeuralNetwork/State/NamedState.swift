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
  private let place: Place

  /// Where the value lives in the running program.
  private enum Place {
    case floats(Tensor, ParameterLayout)
    case integer(read: () -> Int64, write: (Int64) -> Void)
  }

  /// State of one whole number.
  public static func integer(
    _ name: String, _ read: @escaping () -> Int64, _ write: @escaping (Int64) -> Void
  ) -> NamedState {
    NamedState(name: name, shape: [], place: .integer(read: read, write: write))
  }

  /// State of floats in a tensor.
  public static func floats(
    _ name: String, shape: [Int], _ tensor: Tensor, layout: ParameterLayout = .plain
  ) -> NamedState {
    NamedState(name: name, shape: shape, place: .floats(tensor, layout))
  }

  /// The kind of values.
  public var kind: Kind {
    switch place {
    case .floats: .floats
    case .integer: .integers
    }
  }

  /// Reads the value.
  public func read() -> Values {
    switch place {
    case .floats(let tensor, let layout): .floats(layout.diskOrder(tensor))
    case .integer(let read, _): .integers([read()])
    }
  }

  /// Writes the value, whose kind and count are those that ``read()`` gives.
  public func write(_ values: Values) {
    switch (place, values) {
    case (.floats(let tensor, let layout), .floats(let values)): tensor.values = layout.memoryOrder(values)
    case (.integer(_, let write), .integers(let values)): if let first = values.first { write(first) }
    default: preconditionFailure("'\(name)' keeps its kind of values")
    }
  }

  /// State of the same form with memory of its own, zero at first, and a name behind `prefix`.
  public func twin(prefix: String) -> NamedState {
    switch place {
    case .floats(let tensor, let layout):
      return .floats(prefix + name, shape: shape, Tensor(tensor.shape), layout: layout)
    case .integer:
      var value: Int64 = 0
      return .integer(prefix + name, { value }, { value = $0 })
    }
  }

  /// Takes over the value of state of the same form, without allocating.
  public func copy(from other: NamedState) {
    switch (place, other.place) {
    case (.floats(let tensor, _), .floats(let source, _)): tensor.copy(from: source)
    case (.integer(_, let write), .integer(let read, _)): write(read())
    default: preconditionFailure("'\(name)' and '\(other.name)' have the same form")
    }
  }
}

extension Parameters {
  /// The tensors of a flat buffer of the form of ``values``, under PyTorch's names behind `prefix`.
  public func namedState(of buffer: Tensor, prefix: String) -> [NamedState] {
    entries.map {
      .floats(prefix + $0.name, shape: $0.plan.shape, window(buffer, $0), layout: $0.plan.layout)
    }
  }
}

extension Sequential {
  /// What a network needs to compute: parameters and running statistics, under PyTorch's names behind `prefix`.
  public func namedState(prefix: String) -> [NamedState] {
    parameters.namedState(of: parameters.values, prefix: prefix)
      + layers.flatMap { $0.namedState(prefix: "\(prefix)\($0.index).") }
  }

  /// Takes over parameters and running statistics of a network of the same plan.
  package func copyState(from other: Sequential) {
    for (own, others) in zip(namedState(prefix: ""), other.namedState(prefix: "")) { own.copy(from: others) }
    parametersDidChange()
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
