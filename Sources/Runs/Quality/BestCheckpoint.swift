import FileFormats
import GAN

/// The checkpoint of the step at which a run was best by its Fréchet distance: its `best.safetensors`.
public struct BestCheckpoint {
  private let run: RunDirectory
  private let step: Int
  /// The figures of the file's step; `nil` if there is no file, or none whose figures the log tells.
  public private(set) var record: QualityRecord?
  /// Why it is not known how good the file is; `nil` if it is, or if no sound file is there.
  private var fault: FileError?

  /// Takes up the file of a run that stands at a step. The log has been cut back there, so that it knows nothing of a
  /// file that was written on a way which the run has left.
  public init(_ run: RunDirectory, at step: Int) {
    self.run = run
    self.step = step
    takeUp()
  }

  /// Finds out how good the file is. One that is damaged is none; what cannot be read now may be read later.
  private mutating func takeUp() {
    fault = nil
    do {
      guard let bestStep = try stepOfFile() else { return }
      record = try QualityHistory(run, until: step).records.last { $0.step == bestStep }
    } catch {
      fault = error as? FileError
    }
  }

  /// The step of the networks in the file; `nil` if there is none, or none that is sound.
  ///
  /// - Throws: ``FileFormats/FileError`` if it cannot be read.
  private func stepOfFile() throws -> Int? {
    if isAbsent(run.best) { return nil }
    do {
      return try Checkpoint(path: run.best).step
    } catch let error as FileError where error.kind == .badData {
      return nil
    }
  }

  /// Writes the file if a state is better than the best so far, or cannot be compared with it.
  ///
  /// - Returns: whether it was written.
  /// - Throws: ``FileFormats/FileError`` if the file cannot be written, or if it cannot be read how good the one is that
  ///   is there; it then stays as it was.
  public mutating func offer(_ state: TrainingState, _ figures: QualityRecord) throws -> Bool {
    guard let frechet = figures.frechet else { return false }
    if fault != nil { takeUp() }
    if let fault { throw fault }
    if let record, record.isComparable(with: figures), let lowest = record.frechet, lowest <= frechet { return false }
    try Checkpoint.write(state, to: run.best)
    record = figures
    return true
  }
}
