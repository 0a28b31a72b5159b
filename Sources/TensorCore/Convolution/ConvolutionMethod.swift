/// How convolutions with a stride are computed. The choice changes bits of the result, so it belongs to a training
/// run's configuration.
public enum ConvolutionMethod: String, Hashable, Sendable, CaseIterable {
  /// As the sums that define them.
  case direct
  /// By Winograd's minimal filtering where the shape allows it and it saves multiplications, with a
  /// rounding error some times that of the sums.
  case winograd
}
