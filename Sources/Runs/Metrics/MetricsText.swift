import FileFormats

/// The bytes of a log, and the steps that they tell of.
struct MetricsText: Sendable {
  /// A sound line: of a logged step, of an evaluation, or of the end of the run.
  struct Entry: Sendable {
    /// The step that it tells of.
    let step: Int
    /// What it says of training.
    let line: MetricsLine?
    /// What it says of the images.
    let quality: QualityRecord?
    /// What it says of the run's end.
    let ending: EndingLine?
    /// The number of bytes up to its end.
    let end: Int
  }

  /// The sound lines.
  let entries: [Entry]

  private static let lineEnd = UInt8(ascii: "\n")
  /// The largest log that is read back, far more than any run writes.
  static let maximumSize = 1 << 30

  /// Passes over lines that are torn or are none of a log.
  init(_ bytes: [UInt8]) {
    entries = bytes.split(separator: Self.lineEnd).compactMap { text in
      guard let json = try? JSONValue(parsing: Array(text)) else { return nil }
      let (line, quality) = (MetricsLine(json: json), QualityLine.record(json))
      let ending = line == nil && quality == nil ? EndingLine(json: json) : nil
      guard let step = line?.step ?? quality?.step ?? ending?.step else { return nil }
      return Entry(
        step: step, line: line, quality: quality, ending: ending,
        end: min(text.endIndex + 1, bytes.count))
    }
  }

  /// The bytes of a run's log; none if it has none yet.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read or is no regular file.
  static func bytes(of run: RunDirectory) throws -> [UInt8] {
    try WholeFile.readIfAny(path: run.metrics, maximumSize: maximumSize)
  }

  /// The lines of a run until `step`; without one on its end, unless that is wanted. Behind the first that goes
  /// further, lines tell of a way that the run has left.
  func prefix(to step: Int, withEnding: Bool = false) -> ArraySlice<Entry> {
    var kept = entries.prefix { $0.step <= step }
    while !withEnding, kept.last?.ending != nil { kept.removeLast() }
    return kept
  }
}

extension Sequence<MetricsText.Entry> {
  /// The seconds of training that the last line of a step tells of; 0 without one.
  var seconds: Double { compactMap(\.line).last?.seconds ?? 0 }
}
