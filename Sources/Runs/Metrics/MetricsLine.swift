import FileFormats
import GAN

/// A line of `metrics.jsonl`: one logged step.
public struct MetricsLine: Equatable, Sendable {
  /// The step, from 1.
  public var step: Int
  /// The epoch that it belongs to, from 1.
  public var epoch: Int
  /// What it said of itself.
  public var metrics: StepMetrics
  /// What the learning rates were multiplied by.
  public var learningRateFactor = 1.0
  /// The name of the verdict that stood.
  public var health = HealthVerdict.normal.name
  /// ``GAN/HealthRecord/diversity``; `nil` before the first examination.
  public var diversity: Double?
  /// ``GAN/HealthRecord/change``; `nil` before the second examination.
  public var pictureChange: Double?
  /// The speed since the line before.
  public var imagesPerSecond: Double
  /// Seconds of training until then.
  public var seconds: Double

  /// Whether ``health`` is the word of an examination.
  var isExamined: Bool { diversity != nil }

  private enum Key {
    static let step = "step"
    static let epoch = "epoch"
    static let discriminatorLoss = "lossD"
    static let generatorLoss = "lossG"
    static let realProbability = "dReal"
    static let fakeProbability = "dFake"
    static let learningRateFactor = "learningRateFactor"
    static let health = "health"
    static let diversity = "diversity"
    static let pictureChange = "pictureChange"
    static let imagesPerSecond = "imagesPerSecond"
    static let seconds = "seconds"
  }

  /// The line as it stands in the file.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      Key.step: .number(step),
      Key.epoch: .number(epoch),
      Key.discriminatorLoss: .number(metrics.discriminatorLoss),
      Key.generatorLoss: .number(metrics.generatorLoss),
      Key.realProbability: .number(metrics.realProbability),
      Key.fakeProbability: .number(metrics.fakeProbability),
      Key.learningRateFactor: .number(learningRateFactor),
      Key.health: .string(health),
      Key.imagesPerSecond: .number(imagesPerSecond),
      Key.seconds: .number(seconds),
    ]
    members[Key.diversity] = diversity.map { .number($0) }
    members[Key.pictureChange] = pictureChange.map { .number($0) }
    return .object(members)
  }

  /// Whether a log is sound at its beginning and yet none of a run: its first line tells no step.
  static func isForeign(log path: String) -> Bool {
    guard let start = try? WholeFile.start(path: path, count: 1 << 16),
      let line = start.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
      let json = try? JSONValue(parsing: Array(line))
    else { return false }
    return json[Key.step] == nil
  }

  /// The steps that a line can tell of: whoever calculates with one from a file shall not have to fear its size.
  static let possibleSteps = 1...TrainingChange.possibleSteps.upperBound

  /// Reads a line, or returns `nil` if a member is missing or impossible. Those that logs of earlier versions lack may
  /// be missing.
  init?(json: JSONValue) {
    guard
      let step = json[Key.step]?.integer, Self.possibleSteps.contains(step),
      let epoch = json[Key.epoch]?.integer,
      let lossD = json[Key.discriminatorLoss]?.double, let lossG = json[Key.generatorLoss]?.double,
      let dReal = json[Key.realProbability]?.double, let dFake = json[Key.fakeProbability]?.double,
      let imagesPerSecond = json[Key.imagesPerSecond]?.double,
      // Three decades: whoever calculates with a time from a file shall not have to fear its size.
      let seconds = json[Key.seconds]?.double, (0...1e9).contains(seconds)
    else { return nil }
    self.init(
      step: step, epoch: epoch,
      metrics: StepMetrics(
        discriminatorLoss: lossD, generatorLoss: lossG, realProbability: dReal, fakeProbability: dFake),
      imagesPerSecond: imagesPerSecond, seconds: seconds)
    learningRateFactor = json[Key.learningRateFactor]?.double ?? learningRateFactor
    health = json[Key.health]?.string ?? health
    diversity = json[Key.diversity]?.double
    pictureChange = json[Key.pictureChange]?.double
  }

  /// Creates a line of a run without remarks on its health.
  init(step: Int, epoch: Int, metrics: StepMetrics, imagesPerSecond: Double, seconds: Double) {
    self.step = step
    self.epoch = epoch
    self.metrics = metrics
    self.imagesPerSecond = imagesPerSecond
    self.seconds = seconds
  }
}
