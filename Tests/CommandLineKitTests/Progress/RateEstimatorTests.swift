import Testing

@testable import CommandLineKit

struct RateEstimatorTests {
  @Test func nothingIsKnownBeforeAnyWorkIsDone() {
    var rate = RateEstimator(completed: 0, at: .zero)
    #expect(rate.timeLeft(to: 100) == nil)
    rate.record(completed: 0, at: .seconds(5))
    #expect(rate.timeLeft(to: 100) == nil)
  }

  @Test func aSteadyRateIsFoundAtOnce() throws {
    var rate = RateEstimator(completed: 0, at: .zero)
    for step in 1...10 {
      rate.record(completed: step, at: .seconds(2 * step))
      let error = try #require(rate.timeLeft(to: 100)) - .seconds(2 * (100 - step))
      #expect(abs(error / .seconds(1)) < 1e-9)
    }
  }

  @Test func workDoneEarlierDoesNotCount() {
    var rate = RateEstimator(completed: 90, at: .seconds(100))
    rate.record(completed: 91, at: .seconds(103))
    #expect(rate.timeLeft(to: 100)?.clockText == "27 s")
  }

  @Test func theRecentPastCountsMost() throws {
    var rate = RateEstimator(completed: 0, at: .zero)
    // 100 s with 1 unit a second, then 100 s with 10 of them: e^(-100/30) = 4 % of the weight is left to the former.
    for second in 1...100 { rate.record(completed: second, at: .seconds(second)) }
    for second in 1...100 { rate.record(completed: 100 + 10 * second, at: .seconds(100 + second)) }
    let seconds = try #require(rate.timeLeft(to: 2100)) / .seconds(1)
    #expect(seconds > 100 && seconds < 105)
  }

  @Test func stepsBackAreIgnored() {
    var rate = RateEstimator(completed: 0, at: .zero)
    rate.record(completed: 10, at: .seconds(10))
    rate.record(completed: 9, at: .seconds(11))
    rate.record(completed: 11, at: .seconds(9))
    #expect(rate.timeLeft(to: 20)?.clockText == "10 s")
  }

  @Test func nothingIsLeftAtTheEndOrBeyond() {
    var rate = RateEstimator(completed: 0, at: .zero)
    rate.record(completed: 10, at: .seconds(10))
    #expect(rate.timeLeft(to: 10) == .zero)
    #expect(rate.timeLeft(to: 5) == .zero)
  }

  @Test func aTimeBeyondReasonIsUnknown() {
    var rate = RateEstimator(completed: 0, at: .zero)
    rate.record(completed: 1, at: .seconds(100))
    #expect(rate.timeLeft(to: .max) == nil)
  }
}
