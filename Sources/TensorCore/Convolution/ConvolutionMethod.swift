/// How convolutions are computed. The choice changes bits of the result, so it belongs to a training
/// run's configuration.
public enum ConvolutionMethod: String, Hashable, Sendable, CaseIterable {
  /// As the sums that define them.
  case direct
  /// By Winograd's minimal filtering where the shape allows it and it saves multiplications, with a
  /// rounding error some times that of the sums. Layers beside pictures go by patches where those fill vectors.
  case winograd
  /// As ``winograd`` was in ``Rounding/version`` 3, for results that later versions are to repeat to the bit.
  case lasting
}
