import FileFormats

/// How good a run's images were at a step: an evaluation as `evaluation.json` or a line of `metrics.jsonl` holds it.
public struct QualityRecord: Equatable, Sendable {
  /// The step that the run had come to.
  public let step: Int
  /// The members of the evaluation.
  public let json: JSONValue

  /// What a file says of a step; `nil` if it is no evaluation.
  public init?(_ json: JSONValue, step: Int) {
    guard step >= 0, json[Key.count]?.integer != nil, json[Key.against]?.string != nil, json[Key.features] != nil else {
      return nil
    }
    self.step = step
    self.json = json
  }

  private enum Key {
    static let count = "count"
    static let against = "against"
    static let features = "features"
    static let word = "verdict"
    static let value = "value"
    static let floor = "floor"
    static let frechet = "frechet"
  }

  /// Images on each side.
  public var count: Int { json[Key.count]?.integer ?? 0 }
  /// Which real images were compared with.
  public var against: String { json[Key.against]?.string ?? "" }
  /// What the figures mean, in a word; `nil` if it is not said.
  public var word: String? { json[Key.word]?.string }
  /// The Fréchet distance; `nil` if there were too few images.
  public var frechet: Double? { value(Key.frechet) }

  /// A figure by its name in the file, such as "precision".
  public func value(_ figure: String) -> Double? { json[figure]?[Key.value]?.double }

  /// The names of the figures that have a value, in alphabetical order.
  public var figureNames: [String] { (json.object ?? [:]).keys.filter { value($0) != nil }.sorted() }

  /// The same figure of real images.
  public func floor(_ figure: String) -> Double? { json[figure]?[Key.floor]?[Key.value]?.double }

  /// Whether figures of the two may be compared: they are of as many images, against the same and by the same features.
  public func isComparable(with other: QualityRecord) -> Bool {
    [Key.count, Key.against, Key.features].allSatisfy { json[$0] == other.json[$0] }
  }
}

/// A line of `metrics.jsonl` that holds an evaluation.
struct QualityLine {
  private enum Key {
    static let step = "step"
    static let epoch = "epoch"
    static let evaluation = "evaluation"
  }

  /// The line of an evaluation at the end of an epoch.
  static func json(_ record: QualityRecord, epoch: Int) -> JSONValue {
    .object([
      Key.step: .number(record.step), Key.epoch: .number(epoch), Key.evaluation: record.json,
    ])
  }

  /// The evaluation of a line; `nil` if it holds none.
  static func record(_ json: JSONValue) -> QualityRecord? {
    guard let step = json[Key.step]?.integer, MetricsLine.possibleSteps.contains(step),
      let evaluation = json[Key.evaluation]
    else { return nil }
    return QualityRecord(evaluation, step: step)
  }
}

extension QualityRecord {
  /// What the records of several runs that may be compared have in common; `nil` if there is none with a Fréchet distance,
  /// or not all of those may be compared.
  public static func yardstick(_ records: [QualityRecord]) -> QualityRecord? {
    let judged = records.filter { $0.frechet != nil }
    guard let first = judged.first, judged.allSatisfy(first.isComparable) else { return nil }
    return first
  }

  /// The Fréchet distance and what the figures mean, for a table: "5.21 (weak)"; `nil` if there is no distance.
  public var brief: String? { frechet.map { "\($0.text(decimals: 2)) (\(word ?? "-"))" } }

  /// The figures that say most in a line, each with its floor: "Fréchet distance 5.21 (real images 0.41), ...".
  public var summary: String {
    let figures = [("Fréchet distance", "frechet", 2), ("precision", "precision", 3), ("recall", "recall", 3)]
    let texts = figures.compactMap { name, key, decimals in
      value(key).map { value in
        "\(name) \(value.text(decimals: decimals))"
          + (floor(key).map { " (real images \($0.text(decimals: decimals)))" } ?? "")
      }
    }
    return ([word].compactMap { $0 } + texts).joined(separator: ", ")
  }
}
