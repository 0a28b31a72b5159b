import FileFormats

/// How good a run's images were at each step at which it was judged, by its log.
public struct QualityHistory: Sendable {
  /// The evaluations in the order of their steps.
  public let records: [QualityRecord]

  /// Reads the evaluations in the log of a run until a step.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log cannot be read.
  public init(_ run: RunDirectory, until step: Int = .max) throws {
    var (records, isBehind): ([QualityRecord], Bool) = ([], false)
    try MetricsText.forEachEntry(of: run) { entry, _ in
      isBehind = isBehind || entry.step > step
      if let record = entry.quality, !isBehind { records.append(record) }
    }
    self.records = records
  }

  /// The evaluation with the lowest Fréchet distance, the first of equal ones, of those that may be compared with the
  /// last; `nil` if there is none with such a distance.
  public var best: QualityRecord? {
    guard let last = records.last else { return nil }
    return records.filter { $0.frechet != nil && $0.isComparable(with: last) }
      .min { ($0.frechet ?? .infinity) < ($1.frechet ?? .infinity) }
  }
}

extension RunDirectory {
  /// How good the images of a run are that has come to a step: by `dcgan evaluate` at that step, else at the last epoch at
  /// which it was judged while it trained; `nil` if it was not.
  public func quality(at lastStep: Int?) -> QualityRecord? {
    let evaluation = readEvaluation()
    return evaluation?.step == lastStep ? evaluation : (try? QualityHistory(self))?.records.last ?? evaluation
  }

  /// What `dcgan evaluate` found out about the run; `nil` if it did not, or the file cannot be used.
  public func readEvaluation() -> QualityRecord? {
    guard let bytes = try? WholeFile.readIfAny(path: evaluation, maximumSize: 1 << 24), !bytes.isEmpty,
      let json = try? JSONValue(parsing: bytes), let step = json["step"]?.integer
    else { return nil }
    return QualityRecord(json, step: step)
  }
}
