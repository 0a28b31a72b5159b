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
  private(set) var entries: [Entry] = []

  /// The largest log that is read back, far more than any run writes.
  static let maximumSize = 1 << 30

  /// Passes over lines that are torn or are none of a log.
  init(_ bytes: [UInt8]) {
    var lines = LineSplitter()
    lines.take(bytes) { if let entry = Entry($0) { entries.append(entry) } }
    lines.finish { if let entry = Entry($0) { entries.append(entry) } }
  }

  /// Hands out the sound lines of a run's log, one after the other: there may be millions. There is none if the run has
  /// no log yet.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - unwritten: Bytes of the log that wait for the disk.
  ///   - body: Given each line, and whether it is whole: the last may be torn just before its end.
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read or is no regular file.
  static func forEachEntry(
    of run: RunDirectory, and unwritten: [UInt8] = [], _ body: (_ entry: Entry, _ isWhole: Bool) -> Void
  ) throws {
    func handOut(_ line: LineSplitter.Line) { if let entry = Entry(line) { body(entry, line.isWhole) } }
    var lines = LineSplitter()
    try lines.take(file: run.metrics, maximumSize: maximumSize, handOut)
    lines.take(unwritten, handOut)
    lines.finish(handOut)
  }

  /// Where the log of a run is to end so that it tells of no step behind `step`. Behind the first line that goes further,
  /// lines tell of a way that the run has left.
  struct End {
    /// Bytes up to there.
    var size = 0
    /// Whether a line ends there.
    var isWhole = true
    /// Whether the last line is one on the end of the run.
    var endsRun = false
    /// The seconds of training that the last line of a step tells of; 0 without one.
    var seconds = 0.0
  }

  /// Finds the end of a log until `step`: in front of a last line on the end of the run, unless that is wanted.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be read or is no regular file.
  static func end(
    of run: RunDirectory, and unwritten: [UInt8] = [], until step: Int, withEnding: Bool = false
  ) throws -> End {
    var (end, isBehind) = (End(), false)
    try forEachEntry(of: run, and: unwritten) { entry, isWhole in
      isBehind = isBehind || entry.step > step
      if isBehind { return }
      if entry.ending != nil, !withEnding { return }
      end.size = entry.end
      end.isWhole = isWhole
      end.endsRun = entry.ending != nil
      if let line = entry.line { end.seconds = line.seconds }
    }
    return end
  }
}

extension MetricsText.Entry {
  /// Reads a line; `nil` if it is torn, or none of a log.
  fileprivate init?(_ text: LineSplitter.Line) {
    guard let json = try? JSONValue(parsing: text.bytes) else { return nil }
    let (line, quality) = (MetricsLine(json: json), QualityLine.record(json))
    let ending = line == nil && quality == nil ? EndingLine(json: json) : nil
    guard let step = line?.step ?? quality?.step ?? ending?.step else { return nil }
    self.init(step: step, line: line, quality: quality, ending: ending, end: text.end)
  }
}
