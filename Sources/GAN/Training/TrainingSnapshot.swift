import NeuralNetwork

/// A copy of a run's state in memory, to go back to when its numbers explode.
final class TrainingSnapshot {
  private let items: [(state: NamedState, copy: NamedState)]

  /// Takes the memory of a copy of `state`, which lives as long as the snapshot is used.
  init(of state: [NamedState]) {
    items = state.map { ($0, $0.twin(prefix: StateName.snapshot)) }
  }

  /// The copies, under names of their own.
  var namedState: [NamedState] { items.map(\.copy) }

  /// Copies the state, without allocating.
  func take() {
    for item in items { item.copy.copy(from: item.state) }
  }

  /// Puts the copies back, without allocating.
  func restore() {
    for item in items { item.state.copy(from: item.copy) }
  }
}
