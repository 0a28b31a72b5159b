import CommandLineKit
import GAN
import Runs

/// When a training ends, as the options say.
struct TrainingLimits {
  /// The last step, if it is not that of the last epoch.
  var maximumSteps: Int?
  /// The time after which it ends, with a checkpoint to go on from.
  var maximumTime: Duration?

  init(_ arguments: ParsedArguments) {
    maximumSteps = arguments[TrainOptions.maxSteps]
    maximumTime = arguments[TrainOptions.maxTime]
  }

  /// The step to end with.
  func lastStep(of session: TrainingSession) -> Int {
    lastStep(of: session.state.configuration, epochs: session.settings.epochs)
  }

  /// The step that a run of so many epochs is to end with.
  func lastStep(of configuration: TrainingConfiguration, epochs: Int) -> Int {
    let last = configuration.lastStep(ofEpochs: epochs)
    return min(last, maximumSteps ?? last)
  }

  /// What it is that says the last step.
  func option(of session: TrainingSession) -> String {
    lastStep(of: session) < session.stepOfLastEpoch ? "--max-steps" : "--epochs"
  }
}
