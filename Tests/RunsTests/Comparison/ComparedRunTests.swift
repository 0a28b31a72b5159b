import Foundation
import GAN
import TestSupport
import Testing
import TrainingTestSupport

@testable import Runs

struct ComparedRunTests {
  /// A run of batches of 8 images in the end, whose log tells that more were learnt from in a step before.
  @Test func theSpeedIsTheOneThatTheLogTellsOf() throws {
    let directory = try TemporaryDirectory()
    let configuration = TrainingConfiguration.sample(.speck)
    var plan = NewRun(.speck, TrainingData(images: configuration.sampleImages, path: "sample"))
    plan.training = configuration.settings
    plan.directory = RunDirectory(directory.file("run"))
    let session = try TrainingSession(starting: plan, .single())
    try session.train(lastStep: 10)
    func line(_ step: Int, imagesPerSecond: Double, seconds: Double) -> String {
      let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 0.5, fakeProbability: 0.5)
      return MetricsLine(
        step: step, epoch: 1, metrics: metrics, imagesPerSecond: imagesPerSecond, seconds: seconds
      ).json.text + "\n"
    }
    let log = line(5, imagesPerSecond: 500, seconds: 1) + line(10, imagesPerSecond: 20, seconds: 3)
    try Data(log.utf8).write(to: URL(fileURLWithPath: session.directory.metrics))
    #expect(try ComparedRun(session.directory, .single()).imagesPerSecond == 180)
    try Data(line(10, imagesPerSecond: 20, seconds: 0).utf8).write(to: URL(fileURLWithPath: session.directory.metrics))
    #expect(try ComparedRun(session.directory, .single()).imagesPerSecond == nil)
  }
}
