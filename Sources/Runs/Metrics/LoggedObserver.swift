import GAN

/// An observer that has more to say in a run's log than a step's metrics.
public protocol LoggedObserver: TrainingObserver {
  /// Called before the first step, when the log has been cut back to where the run stands.
  func trainingWillBegin(_ state: TrainingState, _ log: MetricsLog) throws
}
