import FileFormats

/// The line that ends the log of a run which made all its steps, `{"repeatedPart":0.02,"step":1200}`, or whose numbers
/// exploded once too often, `{"diverged":true,"step":120}`. A run that goes on takes it away, unless an evaluation stands
/// behind it: then it stays, and no longer holds as soon as a further step follows.
struct EndingLine: Equatable, Sendable {
  /// The last step.
  let step: Int
  /// Whether the numbers exploded.
  var diverged = false
  /// ``GAN/HealthRecord/repeatedPart``.
  var repeatedPart: Double?

  private enum Key {
    static let step = "step"
    static let diverged = "diverged"
    static let repeatedPart = "repeatedPart"
  }

  /// The line as it stands in the file.
  var json: JSONValue {
    var members: [String: JSONValue] = [Key.step: .number(step)]
    if diverged { members[Key.diverged] = .bool(true) }
    members[Key.repeatedPart] = repeatedPart.map { .number($0) }
    return .object(members)
  }
}

extension EndingLine {
  /// Reads a line; `nil` if it is another one.
  init?(json: JSONValue) {
    let (diverged, repeatedPart) = (json[Key.diverged]?.bool ?? false, json[Key.repeatedPart]?.double)
    guard diverged || repeatedPart.map((0...1).contains) ?? false, let step = json[Key.step]?.integer,
      MetricsLine.possibleSteps.contains(step)
    else { return nil }
    self.init(step: step, diverged: diverged, repeatedPart: repeatedPart)
  }
}
