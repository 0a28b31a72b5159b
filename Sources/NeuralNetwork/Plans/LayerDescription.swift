/// A layer of a network as data, without weights: what an architecture is written down as.
///
/// Every kind of layer has a function or a constant of its name that makes one: ``linear(outputs:bias:)``, ``relu``.
public struct LayerDescription: Hashable, Sendable {
  /// The kinds of layers, in the order in which they are listed to a reader. A new one needs nothing but its place
  /// here.
  package static let kinds: [any LayerKind.Type] = [
    Linear.self, Reshape.self, Convolution.self, TransposedConvolution.self, Upsampling.self, BatchNormalization.self,
    ReLU.self, LeakyReLU.self, Tanh.self, SpectralLinear.self, SpectralConvolution.self, MinibatchDeviation.self,
    ClassModulation.self, ClassProjection.self,
  ]

  /// The layer.
  package let kind: any LayerKind

  /// Creates a description of a layer.
  package init(_ kind: some LayerKind) {
    self.kind = kind
  }

  /// The layer in a few words, such as `convolution 3x3, stride 1, padding 1, bias`.
  public var summary: String { kind.summary }

  /// The first version of checkpoints that knows the kind of layer.
  package var format: Int { type(of: kind).format }

  /// Whether both are of the same kind with the same settings.
  public static func == (one: LayerDescription, other: LayerDescription) -> Bool {
    AnyHashable(one.kind) == AnyHashable(other.kind)
  }

  /// Hashes kind and settings.
  public func hash(into hasher: inout Hasher) { AnyHashable(kind).hash(into: &hasher) }
}
