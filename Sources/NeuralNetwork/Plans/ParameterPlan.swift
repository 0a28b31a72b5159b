import TensorCore

/// A trained tensor of a layer: its name, form on disk, order in memory and first values.
public struct ParameterPlan: Hashable, Sendable {
  /// How the first values are made.
  public enum Initialization: Hashable, Sendable {
    /// Zeros.
    case zeros
    /// Normal variates.
    case normal(mean: Double, standardDeviation: Double)
  }

  /// PyTorch's name within the layer: `weight` or `bias`.
  public let name: String
  /// The shape on disk, PyTorch's.
  public let shape: [Int]
  /// The order in memory.
  public let layout: ParameterLayout
  /// How it starts.
  public let initialization: Initialization

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }

  /// Weights that multiply inputs. They start as the DCGAN paper has them.
  static func weight(_ shape: [Int], _ layout: ParameterLayout) -> ParameterPlan {
    ParameterPlan(
      name: "weight", shape: shape, layout: layout, initialization: .normal(mean: 0, standardDeviation: 0.02))
  }

  /// A bias for each output, zero at first.
  static func bias(_ count: Int, _ layout: ParameterLayout = .plain) -> ParameterPlan {
    ParameterPlan(name: "bias", shape: [count], layout: layout, initialization: .zeros)
  }
}
