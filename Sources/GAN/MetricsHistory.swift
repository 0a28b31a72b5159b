import FileFormats

/// What `metrics.jsonl` of a run tells.
public struct MetricsHistory: Sendable {
  /// One logged step.
  public struct Line: Equatable, Sendable {
    /// The step, from 1.
    public let step: Int
    /// What it said of itself.
    public let metrics: StepMetrics
    /// Seconds of training until then.
    public let seconds: Double
  }

  /// The logged steps in their order.
  public let lines: [Line]

  /// Reads the log of a run. A line that is torn or is none of a log ends it.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read or has no line.
  public init(_ run: RunDirectory) throws {
    let bytes = try WholeFile.read(path: run.metrics, maximumSize: 1 << 30)
    var lines: [Line] = []
    for text in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let json = try? JSONValue(parsing: Array(text)), let line = Line(json: json) else { break }
      lines.append(line)
    }
    guard !lines.isEmpty else { throw FileError(.badData, path: run.metrics, reason: "the log has no line of a step") }
    self.lines = lines
  }

  /// The mean metrics of each of `parts` equal parts of the run, by steps; `nil` where no step was logged.
  public func means(parts: Int) -> [StepMetrics?] {
    guard let last = lines.last?.step, last > 0 else { return [] }
    return (0..<parts).map { part in
      let metrics = lines.filter { min(parts - 1, ($0.step - 1) * parts / last) == part }.map(\.metrics)
      func mean(_ value: (StepMetrics) -> Double) -> Double {
        metrics.reduce(0) { $0 + value($1) } / Double(metrics.count)
      }
      return metrics.isEmpty
        ? nil
        : StepMetrics(
          discriminatorLoss: mean(\.discriminatorLoss), generatorLoss: mean(\.generatorLoss),
          realProbability: mean(\.realProbability), fakeProbability: mean(\.fakeProbability))
    }
  }
}

extension MetricsHistory.Line {
  fileprivate init?(json: JSONValue) {
    guard let step = json["step"]?.integer, (1...1 << 40).contains(step), let seconds = json["seconds"]?.double,
      let lossD = json["lossD"]?.double, let lossG = json["lossG"]?.double, let dReal = json["dReal"]?.double,
      let dFake = json["dFake"]?.double
    else { return nil }
    self.init(
      step: step,
      metrics: StepMetrics(
        discriminatorLoss: lossD, generatorLoss: lossG, realProbability: dReal, fakeProbability: dFake),
      seconds: seconds)
  }
}
