/// Where a run stands after a step, as observers see it.
public struct TrainingProgress {
  /// The networks and optimisers.
  public let state: TrainingState
  /// What the step said of itself.
  public let metrics: StepMetrics
  /// The step that the run ends with.
  public let lastStep: Int
  /// Why no further step follows, if none does.
  public let ending: TrainingEnding?
  /// Whether what is kept of the run is to be written now, due or not.
  public var savesNow = false
  /// What the step was made of.
  public var input: StepInput?

  /// Steps made.
  public var step: Int { state.step }
  /// Where the step lies among the epochs.
  public var position: EpochPosition { state.configuration.position(at: state.step) }
}

/// Why training stopped.
public enum TrainingEnding: Sendable {
  /// All steps that were asked for are made.
  case finished
  /// The caller asked for it.
  case interrupted
}

/// Something that watches a run: a log, pictures, checkpoints, a progress bar. The trainer's loop knows no more of
/// them.
public protocol TrainingObserver: AnyObject {
  /// Whether it will save the state after this step, whatever it is told of it: all of the state must be there then.
  func isDueToSave(_ state: TrainingState) -> Bool
  /// Called after every step, in the order in which the observers were given.
  func stepDidEnd(_ progress: TrainingProgress) throws
  /// Called when the run went back to an earlier step, in the opposite order: the checkpoint must be written before the
  /// log is cut back to its step. Observers that do not care need not have it.
  func didRollBack(_ rollback: Rollback, _ state: TrainingState) throws
}

extension TrainingObserver {
  /// It saves nothing.
  public func isDueToSave(_ state: TrainingState) -> Bool { false }

  /// Does nothing.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) throws {}
}
