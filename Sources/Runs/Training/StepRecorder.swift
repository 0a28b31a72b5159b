import FileFormats
import GAN

/// Writes the first training steps that it sees into a safetensors file, with all that is needed to make them anew by
/// other means: `scripts/reference/replay_steps.py` does so in PyTorch.
///
/// The file appears when its last step is made, or the run's. It is written as the steps are: no more than one tensor
/// is copied at a time. A disk that is full ends the recording and not the training.
public final class StepRecorder: TrainingObserver {
  /// Steps that are recorded, unless the run ends or goes back before.
  public let plannedCount: Int
  /// Bytes of the file, about.
  public let size: Int
  /// Told how the recording ended.
  public var report: (StepRecording) -> Void = { _ in }
  private let path: String
  private let firstStep: Int
  private let recorded: RecordedSteps
  private var stream: SafetensorsStream?
  private var count = 0

  /// The numbers of steps that can be asked for.
  public static let possibleCounts = 1...32

  /// Begins a recording with the state that training begins with.
  ///
  /// - Parameters:
  ///   - state: The networks and optimisers.
  ///   - path: The file, which is replaced when the recording is complete.
  ///   - steps: The steps to record, one of ``possibleCounts``.
  /// - Throws: ``FileFormats/FileError`` if it cannot be written.
  public init(_ state: TrainingState, to path: String, steps: Int) throws {
    self.path = path
    plannedCount = steps
    firstStep = state.step
    let recorded = RecordedSteps(state)
    self.recorded = recorded
    let before = recorded.drawn() + recorded.before
    let planned = before + (0..<steps).flatMap { recorded.step($0) }
    size = planned.reduce(0) { $0 + $1.shape.reduce(1, *) * ($1.elementType == .float32 ? 4 : 8) }
    let stream = try SafetensorsStream(
      path: path, metadata: recorded.metadata(firstStep: firstStep, count: steps), planned: planned)
    for tensor in before { try stream.append(tensor) }
    self.stream = stream
  }

  /// Refuses a file that holds something else than a recording, or that cannot be written.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public static func check(_ path: String) throws {
    try ReplaceableFile.check(path, isA: "recording of training steps") { _ in FileKind.recognize(path) == .recording }
    _ = try PendingFile(path: path)
  }

  /// Records a step; the last one ends the recording.
  public func stepDidEnd(_ progress: TrainingProgress) {
    guard let stream else { return }
    attempt {
      for tensor in recorded.step(count, progress) { try stream.append(tensor) }
      count += 1
      if count == plannedCount || progress.ending != nil { try finish(stream) }
    }
  }

  /// Ends the recording with the steps before: those after it begin elsewhere.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) {
    guard let stream else { return }
    attempt { try finish(stream) }
  }

  private func finish(_ stream: SafetensorsStream) throws {
    self.stream = nil
    try stream.finish(metadata: recorded.metadata(firstStep: firstStep, count: count))
    report(.finished(path, count: count, firstStep: firstStep))
  }

  private func attempt(_ action: () throws -> Void) {
    do {
      try action()
    } catch {
      stream = nil
      report(.failed("\(error)"))
    }
  }
}

/// How a recording of training steps ended.
public enum StepRecording: RunNotice {
  /// A file holds so many steps, which began after so many others.
  case finished(String, count: Int, firstStep: Int)
  /// There is none, for a reason.
  case failed(String)

  /// Whether there is no recording.
  public var isTrouble: Bool {
    if case .failed = self { true } else { false }
  }

  /// What happened, as a sentence.
  public var description: String {
    switch self {
    case .finished(let path, let count, let firstStep):
      "Recorded \(counted(count, "step")), from step \(firstStep + 1) on, in \(path)."
    case .failed(let reason): "Warning: The steps are not recorded. \(reason) Training goes on."
    }
  }
}
