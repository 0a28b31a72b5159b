import GAN

/// An observer that has more to say in a run's log than a step's metrics, and takes long to find it out.
///
/// It is told of a step last, when the step is saved: what an interruption or a kill keeps it from saying can be made
/// up for when the run goes on from there.
public protocol LoggedObserver: TrainingObserver {
  /// Called before the first step, when the log has been cut back to where the run stands.
  func trainingWillBegin(_ state: TrainingState, _ log: MetricsLog) throws
}
