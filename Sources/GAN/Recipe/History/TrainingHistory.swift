import FileFormats

/// What was changed in a run on the way, in the order in which it happened. It belongs to what the result depends on:
/// the same history gives the same bytes.
public struct TrainingHistory: Hashable, Sendable {
  /// The changes; none in most runs.
  public private(set) var changes: [TrainingChange] = []

  /// The history of a run in which nothing was changed.
  public init() {}

  /// Whether nothing was changed.
  public var isEmpty: Bool { changes.isEmpty }

  /// The step of the last change, 0 if there was none. No run goes back to a step before: the state is copied there.
  public var lastStep: Int { changes.last?.step ?? 0 }

  /// Where the epochs are counted from: the last change with which one began anew, or the beginning.
  var origin: (step: Int, epochsDone: Int) {
    changes.last { $0.beginsEpoch }.map { ($0.step, $0.epochsDone) } ?? (0, 0)
  }

  mutating func append(_ change: TrainingChange) { changes.append(change) }

  /// The history as a file holds it.
  var json: JSONValue { .array(changes.map(\.json)) }

  /// Reads a history; `nil` if it is none, or if its steps go back.
  init?(json: JSONValue) {
    guard let elements = json.array, !elements.isEmpty else { return nil }
    changes = elements.compactMap { TrainingChange(json: $0) }
    guard changes.count == elements.count,
      zip(changes, changes.dropFirst()).allSatisfy({ $0.step <= $1.step && $0.epochsDone <= $1.epochsDone })
    else { return nil }
  }
}
