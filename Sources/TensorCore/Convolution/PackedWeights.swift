/// Memory for the packed weights of operations that are used in turns, so that each packs its own anew.
public final class PackedWeights: Sendable {
  let storage: TensorStorage

  /// Takes memory for the greatest of some operations, each of which keeps so much.
  package init(_ operations: [OperationMemory]) {
    storage = TensorStorage(count: operations.map(\.kept).max() ?? 0)
  }
}
