import FileFormats
import NeuralNetwork
import TensorCore

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

  /// Steps made.
  public var step: Int { state.step }
  /// Epochs finished.
  public var epochsDone: Int { state.step / state.configuration.batchesPerEpoch }
  /// The epoch that the step belongs to, from 1.
  public var epoch: Int { (state.step - 1) / state.configuration.batchesPerEpoch + 1 }
  /// Whether the step was the last of its epoch.
  public var endsEpoch: Bool { state.step % state.configuration.batchesPerEpoch == 0 }
}

/// Why training stopped.
public enum TrainingEnding: Sendable {
  /// All steps that were asked for are made.
  case finished
  /// The caller asked for it.
  case interrupted
}

/// Something that watches a run: a log, pictures, checkpoints, a progress bar. The trainer's loop knows no more of them.
public protocol TrainingObserver: AnyObject {
  /// Called after every step, in the order in which the observers were given.
  func stepDidEnd(_ progress: TrainingProgress) throws
}

/// The losses or weights are no longer numbers.
public struct TrainingDivergedError: Error, CustomStringConvertible {
  /// What happened and what to try, as sentences.
  public let description: String

  /// An error about what was found not to be finite after a step, such as "the losses".
  init(step: Int, notFinite: String) {
    description =
      "Training diverged at step \(step): not all numbers of \(notFinite) are finite. What was saved before is kept. "
      + "Try a smaller --learning-rate, or a larger --batch-size."
  }
}

/// The training loop.
public final class Trainer {
  /// The networks and optimisers.
  public let state: TrainingState
  private let source: BatchSource
  private let trainingStep: TrainingStep

  /// Creates a trainer of images that have the architecture's extents.
  public init(_ state: TrainingState, images: IDXImages, _ context: ComputeContext) {
    self.state = state
    source = BatchSource(images, state.configuration, context)
    trainingStep = TrainingStep(state.configuration, context)
  }

  /// Trains until `lastStep` steps are made or `shouldStop`, asked after every step, says so.
  ///
  /// - Throws: ``TrainingDivergedError``, or what an observer throws.
  public func train(
    lastStep: Int, observers: [any TrainingObserver], shouldStop: () -> Bool = { false }
  ) throws {
    while state.step < lastStep {
      let metrics = trainingStep(state, real: source.batch(step: state.step))
      guard metrics.isFinite else { throw TrainingDivergedError(step: state.step, notFinite: "the losses") }
      let ending: TrainingEnding? = state.step == lastStep ? .finished : shouldStop() ? .interrupted : nil
      let progress = TrainingProgress(state: state, metrics: metrics, lastStep: lastStep, ending: ending)
      for observer in observers { try observer.stepDidEnd(progress) }
      if ending != nil { return }
    }
  }
}
