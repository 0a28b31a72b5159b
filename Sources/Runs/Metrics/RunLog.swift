import FileFormats

/// The log of a run as far as it was read: of one that grows, only what was added is read again.
public struct RunLog: Sendable {
  private let run: RunDirectory
  private var entries: [MetricsText.Entry] = []
  /// The bytes of the lines that were read.
  private var byteCount = 0
  /// The last of them, by which a log is known that was not only added to.
  private var lastBytes: ArraySlice<UInt8> = []
  private static let lastByteCount = 1024

  /// Reads the log of a run; one that is not there yet is empty.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log is there and cannot be read.
  public init(_ run: RunDirectory) throws {
    self.run = run
    try refresh()
  }

  /// Reads what was added, as far as lines have an end; all of it, if the run went back and the log was cut.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log is there and cannot be read.
  public mutating func refresh() throws {
    var bytes = try read(from: byteCount - lastBytes.count)
    if !bytes.starts(with: lastBytes) {
      (entries, byteCount, lastBytes) = ([], 0, [])
      bytes = try read(from: 0)
    }
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")), end >= lastBytes.count else { return }
    entries += MetricsText(Array(bytes[lastBytes.count...end])).entries
    byteCount += end + 1 - lastBytes.count
    lastBytes = bytes[...end].suffix(Self.lastByteCount)
  }

  private func read(from start: Int) throws -> [UInt8] {
    try WholeFile.rest(path: run.metrics, from: start, maximumSize: MetricsText.maximumSize)
  }

  /// The curves that the lines draw.
  public var curves: RunCurves { RunCurves(entries) }

  /// The evaluations in the order of their steps.
  public var evaluations: [QualityRecord] { entries.compactMap(\.quality) }

  /// What became of the run so far; `nil` as long as the log tells of nothing.
  public func outcome(_ configuration: RunConfiguration) -> RunOutcome? {
    MetricsHistory(entries).map { RunOutcome($0, configuration) }
  }
}
