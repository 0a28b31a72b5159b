import FileFormats
import GAN

/// The checkpoint of the step at which a run was best by its Fréchet distance: its `best.safetensors`.
public struct BestCheckpoint {
  private let run: RunDirectory
  /// The figures of the file's step; `nil` if there is no file, or none whose figures the log tells.
  public private(set) var record: QualityRecord?

  /// Takes up the file of a run that stands at a step. The log has been cut back there, so that it knows nothing of a
  /// file that was written on a way which the run has left.
  public init(_ run: RunDirectory, at step: Int) {
    self.run = run
    guard let bestStep = (try? Checkpoint(path: run.best))?.step else { return }
    record = (try? QualityHistory(run, until: step))?.records.last { $0.step == bestStep }
  }

  /// Writes the file if a state is better than the best so far, or cannot be compared with it.
  ///
  /// - Returns: whether it was written.
  /// - Throws: ``FileFormats/FileError``; the file then stays as it was.
  public mutating func offer(_ state: TrainingState, _ figures: QualityRecord) throws -> Bool {
    guard let frechet = figures.frechet else { return false }
    if let record, record.isComparable(with: figures), let lowest = record.frechet, lowest <= frechet { return false }
    try Checkpoint.write(state, to: run.best)
    record = figures
    return true
  }
}
