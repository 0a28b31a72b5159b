import GAN
import TensorCore

extension NewRun {
  /// Refuses a run that could not be trained, without any trace of it on disk: all that would keep a session from its
  /// first step, as far as it can be known.
  ///
  /// - Throws: what the initialiser of ``TrainingSession`` throws.
  package func check(_ context: ComputeContext, preparing: (TrainingParts) throws -> Void = { _ in }) throws {
    let run = try conditioned()
    try data.check(run.architecture, training)
    try AugmentationError.check(training.augmentations, data.image)
    try ScheduleEndError.check(run.configuration.schedule, epochs: settings.epochs)
    let state = try TrainingState(run.configuration, context)
    try initialNetworks?.checkpoint.restoreNetworks(state)
    try preparing(TrainingParts(data.images, holdingOut: run.configuration.heldOutCount))
    try directory?.check(replacingRun: replacesRun)
  }
}
