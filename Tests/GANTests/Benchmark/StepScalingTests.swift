import TensorCore
import Testing

@testable import GAN

struct StepScalingTests {
  /// A step whose engines take so many milliseconds, and whose rest takes others.
  private func point(threads: Int, engines: Double, rest: Double) -> StepScaling.Point {
    let profile = Profile()
    let benchmark = StepBenchmark(
      profile, stepTimes: [.milliseconds(engines + rest)], batchSize: 64, peakMultiplyAdds: 1)
    return StepScaling.Point(benchmark, threads: threads, parts: [.engines: engines / 1000, .rest: rest / 1000])
  }

  @Test func theModelKeepsWhatMoreThreadsDidNotSaveAndDividesTheOthers() throws {
    // Engines: 10 + 90 / n; the rest: 20 whatever n.
    let scaling = StepScaling(
      threads: [point(threads: 1, engines: 100, rest: 20), point(threads: 4, engines: 32.5, rest: 20)], batches: [])
    #expect(abs(try #require(scaling.serialSeconds(.engines)) - 0.010) < 1e-12)
    #expect(abs(try #require(scaling.serialSeconds(.rest)) - 0.020) < 1e-12)
    for (threads, seconds) in [(1, 0.120), (4, 0.0525), (8, 0.04125), (64, 0.010 + 0.090 / 64 + 0.020)] {
      #expect(abs(try #require(scaling.modelledSeconds(threads: threads)) - seconds) < 1e-12)
    }
  }

  @Test func partsThatSpeedUpMoreThanTheirThreadsHaveNoSerialSecondsAndOthersNoMoreThanAll() throws {
    let scaling = StepScaling(
      threads: [point(threads: 1, engines: 100, rest: 10), point(threads: 2, engines: 40, rest: 30)], batches: [])
    #expect(scaling.serialSeconds(.engines) == 0)
    #expect(abs(try #require(scaling.serialSeconds(.rest)) - 0.010) < 1e-12)
  }

  @Test func oneThreadAloneSaysNothingOfMore() {
    let scaling = StepScaling(threads: [point(threads: 1, engines: 100, rest: 10)], batches: [])
    #expect(scaling.serialSeconds(.engines) == nil && scaling.modelledSeconds(threads: 8) == nil)
  }
}
