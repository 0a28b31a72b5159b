import Testing
import TrainingTestSupport

@testable import GAN

/// Where epochs lie among the steps of runs that were changed on the way.
struct EpochTimelineTests {
  private func changed(_ before: TrainingConfiguration, at step: Int, batchSize: Int) -> TrainingConfiguration {
    var settings = before.settings
    settings.batchSize = batchSize
    return before.changed(at: step, to: settings, before.data)
  }

  @Test func withoutAChangeAllEpochsHaveTheSameNumberOfSteps() {
    let configuration = TrainingConfiguration.sample()
    for timeline in [EpochTimeline(configuration), EpochTimeline(batchesPerEpoch: 5)] {
      #expect((1...4).map(timeline.lastStep) == [5, 10, 15, 20])
      for step in 1...20 {
        #expect(timeline.epoch(ofStep: step) == configuration.position(at: step).epoch)
        #expect(timeline.epochsDone(afterStep: step) == configuration.position(at: step).epochsDone)
        #expect(timeline.epochs(afterStep: step) == Double(step) / 5)
      }
    }
  }

  /// Epochs of 5 steps until the seventh; then of 2, of which 3 are made; and then of 10, twice changed at one step.
  @Test func epochsBeforeAChangeKeepTheirSteps() {
    var configuration = changed(.sample(), at: 7, batchSize: 16)
    configuration = changed(configuration, at: 10, batchSize: 43)
    configuration = changed(configuration, at: 10, batchSize: 4)
    let timeline = EpochTimeline(configuration)
    #expect((1...4).map(timeline.lastStep) == [5, 9, 20, 30])
    #expect([1, 5, 6, 7, 8, 9, 10, 11, 20, 21].map(timeline.epoch) == [1, 1, 2, 2, 2, 2, 3, 3, 3, 4])
    #expect([5, 6, 7, 8, 9, 10, 11, 20].map(timeline.epochs) == [1, 1.2, 1.4, 1.5, 2, 2.5, 2.1, 3])
    #expect([0, 4, 5, 9, 10, 11, 19, 20].map(timeline.epochsDone) == [0, 0, 1, 2, 2, 2, 2, 3])
    for step in 11...40 { #expect(timeline.epoch(ofStep: step) == configuration.position(at: step).epoch) }
  }
}
