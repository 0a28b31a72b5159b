import FileFormats
import NeuralNetwork
import TensorCore

/// The training loop.
public final class Trainer {
  /// The networks and optimisers.
  public let state: TrainingState
  private let source: BatchSource
  private let trainingStep: TrainingStep

  /// Creates a trainer of images that have the architecture's extents, and labels if the run is conditional.
  public init(_ state: TrainingState, images: ImageSet, _ context: ComputeContext) {
    precondition(!state.configuration.isConditional || images.labels != nil, "a conditional run knows the classes")
    self.state = state
    source = BatchSource(images, state.configuration, context)
    trainingStep = TrainingStep(state.configuration, context)
  }

  /// Trains until `lastStep` steps are made or `shouldStop`, asked after every step, says so. `shouldSave` is asked then
  /// too: whether observers are to write now what they keep.
  ///
  /// A step that gives numbers that are not finite is not shown to observers: the run goes back to its last snapshot,
  /// with smaller learning rates.
  ///
  /// - Returns: why it ended; `nil` if all steps were made before.
  /// - Throws: ``TrainingDivergedError`` if that has not helped, or what an observer throws.
  @discardableResult
  public func train(
    lastStep: Int, observers: [any TrainingObserver], shouldSave: () -> Bool = { false },
    shouldStop: () -> Bool = { false }
  ) throws -> TrainingEnding? {
    while state.step < lastStep {
      if state.configuration.lastSnapshot(at: state.step) == state.step { state.snapshot.take() }
      let real = source.batch(step: state.step)
      let metrics = trainingStep(state, real: real, classes: source.classes)
      if let notFinite = state.notFinite(metrics) {
        let rollback = try state.rollBack(notFinite: notFinite)
        for observer in observers.reversed() { try observer.didRollBack(rollback, state) }
        continue
      }
      let ending: TrainingEnding? = state.step == lastStep ? .finished : shouldStop() ? .interrupted : nil
      let progress = TrainingProgress(
        state: state, metrics: metrics, lastStep: lastStep, ending: ending, savesNow: shouldSave(),
        input: StepInput(real: real, latents: trainingStep.latents, classes: source.classes))
      for observer in observers { try observer.stepDidEnd(progress) }
      if ending != nil { return ending }
    }
    return nil
  }
}
