import FileFormats
import Testing

@testable import GAN

@Suite("Divergence")
struct DivergenceTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(
    "An absurd learning rate ends in an error that says what to try, and the checkpoint before it stays",
    arguments: [1e30, 1e38, 1e300])
  func learningRate(rate: Double) throws {
    // A checkpoint that is sound but for its learning rate, so that the next steps go astray.
    let sane = try RecordedRun(.sample(), in: directory, name: "run")
    try sane.train(lastStep: 3)
    let file = try SafetensorsFile(path: sane.directory.checkpoint)
    var absurd = file
    absurd.metadata["configuration"] = TrainingConfiguration.sample(learningRate: rate).json.text
    try absurd.write(to: sane.directory.checkpoint, replaceExisting: true)
    let before = try sane.checkpointBytes

    let run = try RecordedRun(.sample(learningRate: rate), in: directory, name: "run")
    let error = #expect(throws: TrainingDivergedError.self) { try run.train(lastStep: 50) }
    let step = try #require(try run.logLines.last?["step"]?.integer) + 1
    #expect(
      error?.description
        == "Training diverged at step \(step): not all numbers of the losses are finite. What was saved before is kept. "
        + "Try a smaller --learning-rate, or a larger --batch-size.")
    #expect(try run.checkpointBytes == before)
    #expect(try Checkpoint(path: run.directory.checkpoint).step == 3)
  }

  @Test("No observer sees a step that diverged")
  func observers() throws {
    let trainer = try Trainer.sample(.sample(learningRate: 1e30), .single())
    let observer = FiniteObserver()
    #expect(throws: TrainingDivergedError.self) { try trainer.train(lastStep: 50, observers: [observer]) }
    #expect(observer.steps == trainer.state.step - 1)
    #expect(observer.allWereFinite)
  }

  @Test("Metrics are finite only if every number is")
  func isFinite() {
    let sound = StepMetrics(discriminatorLoss: 1, generatorLoss: 2, realProbability: 0.5, fakeProbability: 0.25)
    #expect(sound.isFinite)
    let fields: [WritableKeyPath<StepMetrics, Double>] = [
      \.discriminatorLoss, \.generatorLoss, \.realProbability, \.fakeProbability,
    ]
    for field in fields {
      for value in [Double.nan, .infinity, -.infinity] {
        var metrics = sound
        metrics[keyPath: field] = value
        #expect(!metrics.isFinite)
      }
    }
  }
}

/// Counts the steps that it is told of.
private final class FiniteObserver: TrainingObserver {
  private(set) var steps = 0
  private(set) var allWereFinite = true

  func stepDidEnd(_ progress: TrainingProgress) {
    steps += 1
    if !progress.metrics.isFinite { allWereFinite = false }
  }
}
