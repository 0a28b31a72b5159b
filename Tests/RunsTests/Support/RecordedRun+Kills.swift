import TensorCore
import TestSupport
import Testing

@testable import GAN
@testable import Runs

extension RecordedRun {
  /// Checks that a run that is killed goes on to the bytes of one that was not, with other threads and in another order.
  /// The others are killed after so many `steps`; the run that was not killed is returned.
  static func checkKills(
    _ configuration: TrainingConfiguration, lastStep: Int, after steps: some Sequence<Int>,
    in directory: TemporaryDirectory,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> RecordedRun {
    let whole = try RecordedRun(configuration, in: directory, name: "whole")
    try whole.train(lastStep: lastStep)
    for kill in steps {
      let run = try RecordedRun(configuration, in: directory, name: "killed-\(kill)")
      #expect(throws: Killer.Killed.self, sourceLocation: sourceLocation) {
        try run.train(lastStep: lastStep, checkpointEvery: 2, watchedBy: Killer(afterSteps: kill))
      }
      try run.train(lastStep: lastStep, .init(threads: 1 + kill % 3, order: .scattered(seed: kill)))
      #expect(
        try run.checkpointBytes == whole.checkpointBytes, "killed after \(kill) steps", sourceLocation: sourceLocation)
    }
    return whole
  }
}
