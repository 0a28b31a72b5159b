import FileFormats

/// Settings or data that were changed on the way, as a run's history records it.
public struct TrainingChange: Hashable, Sendable {
  /// Steps made before it.
  public let step: Int
  /// Epochs that were finished before it.
  public let epochsDone: Int
  /// What was changed, by its key in files.
  public let values: [String: Values]

  /// A value before and after a change, as files hold it; `null` is one that is left open.
  public struct Values: Hashable, Sendable {
    /// Before.
    public let from: JSONValue
    /// From then on.
    public let to: JSONValue
  }

  /// The key of the number of images.
  public static let imageCountKey = TrainingConfiguration.Key.imageCount
  /// The key of the images' checksum.
  public static let checksumKey = TrainingConfiguration.Key.checksum

  /// Whether an epoch begins with it: with other images, or batches of another size, the one at work has no rest.
  public var beginsEpoch: Bool { values.keys.contains(where: TrainingConfiguration.Key.ofEpochs.contains) }

  init(step: Int, epochsDone: Int, values: [String: Values]) {
    self.step = step
    self.epochsDone = epochsDone
    self.values = values
  }

  private enum Key {
    static let step = "step"
    static let epochsDone = "epoch"
    static let values = "changes"
    static let from = "from"
    static let to = "to"
  }

  /// The change as a file holds it.
  var json: JSONValue {
    .object([
      Key.step: .number(step),
      Key.epochsDone: .number(epochsDone),
      Key.values: .object(values.mapValues { .object([Key.from: $0.from, Key.to: $0.to]) }),
    ])
  }

  /// The steps that a change can follow: whoever calculates with one from a file shall not have to fear its size.
  package static let possibleSteps = 0...1 << 40

  /// Reads a change; `nil` if it is none.
  init?(json: JSONValue) {
    guard let step = json[Key.step]?.integer, Self.possibleSteps.contains(step),
      let epochsDone = json[Key.epochsDone]?.integer, (0...step).contains(epochsDone),
      let members = json[Key.values]?.object, !members.isEmpty
    else { return nil }
    let values = members.compactMapValues { member -> Values? in
      guard let from = member[Key.from], let to = member[Key.to] else { return nil }
      return Values(from: from, to: to)
    }
    guard values.count == members.count else { return nil }
    self.init(step: step, epochsDone: epochsDone, values: values)
  }
}
