import CommandLineKit
import FileFormats
import GAN
import Runs

/// The options that have training steps recorded.
enum RecordedStepsOption {
  static let file = Option<String?>(
    "record-steps", valueName: "FILE",
    help: "Write the batches, gradients and weights of the first steps into a safetensors file, to make the steps anew "
      + "in PyTorch: scripts/reference/replay_steps.py.")
  static let count = Option<Int?>(
    "recorded-steps", valueName: "N", help: "Steps that --record-steps writes. (default: \(defaultCount))",
    validate: .in(StepRecorder.possibleCounts))
  private static let defaultCount = 3
  private static let ending = ".safetensors"

  /// Refuses, before anything is begun, what could not be written at the end.
  static func check(_ arguments: ParsedArguments, isShared: Bool) throws {
    guard let path = arguments[file] else {
      guard arguments[count] == nil else {
        throw UsageError("'--recorded-steps' says how many steps '--record-steps' writes: give that too.")
      }
      return
    }
    guard !isShared else {
      throw UsageError(
        "'--record-steps' records what one process computes, and this training is shared out among several.")
    }
    let name = PathComponents(path).name
    guard name.hasSuffix(ending) else {
      throw UsageError("'--record-steps' writes a safetensors file: let the name '\(path)' end with '\(ending)'.")
    }
    guard !name.hasPrefix("checkpoint"), name != "best" + ending else {
      throw UsageError("'\(path)' has the name of a checkpoint, and '--record-steps' writes none. Take another.")
    }
    // The run's own directory is created later.
    if let out = arguments[TrainOptions.out], !fileExists(out), RunDirectory(out) == .holding(checkpoint: path) {
      return
    }
    try StepRecorder.check(path)
  }

  /// What it is about to write.
  static func text(_ recorder: StepRecorder) -> String {
    "Recording \(counted(recorder.plannedCount, "step")): \(DiskForecastText.size(recorder.size))."
  }

  /// What is said where no step is left.
  static let nothingLeft = "Warning: no step is left to make, and '--record-steps' writes nothing."

  /// The recorder that was asked for, if any step is going to be made until the last.
  static func recorder(
    _ arguments: ParsedArguments, _ state: TrainingState, lastStep: Int
  ) throws -> StepRecorder? {
    guard let path = arguments[file], lastStep > state.step else { return nil }
    return try StepRecorder(state, to: path, steps: min(lastStep - state.step, arguments[count] ?? defaultCount))
  }
}
