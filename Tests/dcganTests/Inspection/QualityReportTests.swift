import GAN
import Runs
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import dcgan

/// What `inspect` says of how good a run's images were.
struct QualityReportTests {
  /// Epochs of 5 steps until the seventh, and then of 2.
  @Test func theBestEpochIsTheOneItWasWhateverChangedSince() throws {
    let directory = try TemporaryDirectory()
    let run = RunDirectory(directory.file("run"))
    let evaluation = #"{"against":"test","count":100,"features":{},"frechet":{"value":2}}"#
    try directory.create("run/metrics.jsonl", Array(#"{"epoch":1,"evaluation":\#(evaluation),"step":5}"#.utf8))
    let sample = TrainingConfiguration.sample(.speck)
    var settings = sample.settings
    settings.batchSize = 16
    let state = try TrainingState(sample.changed(at: 7, to: settings, sample.data), .single())
    state.step = 7
    try Checkpoint.write(state, to: run.checkpoint)
    let report = QualityReport(try Checkpoint(path: run.checkpoint))
    #expect(report.json["best"]?["step"]?.integer == 5)
    #expect(report.json["best"]?["epoch"]?.integer == 1)
  }
}
