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

  /// Trains until `lastStep` steps are made or `shouldStop`, asked after every step, says so. `shouldSave` is asked
  /// then too: whether observers are to write now what they keep.
  ///
  /// A step that gives numbers that are not finite is not shown to observers: the run goes back to its last snapshot,
  /// with smaller learning rates.
  ///
  /// Where ranks share the training, what one of them is asked all do, and an observer's failure ends it for all; only
  /// one of them needs observers.
  ///
  /// - Returns: why it ended; `nil` if all steps were made before.
  /// - Throws: ``TrainingDivergedError`` if that has not helped, what an observer throws, or ``OtherRankFailure``.
  @discardableResult
  public func train(
    lastStep: Int, observers: [any TrainingObserver], shouldSave: () -> Bool = { false },
    shouldStop: () -> Bool = { false }
  ) throws -> TrainingEnding? {
    if state.step < lastStep { try state.begin() }
    while state.step < lastStep {
      if state.configuration.lastSnapshot(at: state.step) == state.step {
        state.gatherWholeState()
        state.snapshot.take()
      }
      let real = source.batch(step: state.step, places: state.ownImages)
      let metrics = trainingStep(state, real: real, classes: source.classes)
      if let notFinite = state.notFinite(metrics) {
        let rollback = try state.rollBack(notFinite: notFinite)
        try state.together {
          for observer in observers.reversed() { try observer.didRollBack(rollback, state) }
        }
        continue
      }
      let isLast = state.step == lastStep
      var wishes: StepAgreement = []
      if !isLast, shouldStop() { wishes.insert(.stop) }
      if shouldSave() { wishes.insert(.save) }
      if observers.contains(where: { $0.isDueToSave(state) }) { wishes.insert(.wholeState) }
      let agreed = state.agree(wishes)
      let ending: TrainingEnding? = isLast ? .finished : agreed.contains(.stop) ? .interrupted : nil
      if ending != nil || !agreed.isEmpty { state.gatherWholeState() }
      let progress = TrainingProgress(
        state: state, metrics: metrics, lastStep: lastStep, ending: ending, savesNow: agreed.contains(.save),
        input: StepInput(real: real, latents: trainingStep.latents, classes: source.classes))
      try state.together {
        for observer in observers { try observer.stepDidEnd(progress) }
      }
      if ending != nil { return ending }
    }
    return nil
  }
}
