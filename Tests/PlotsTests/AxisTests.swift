import Runs
import Testing

@testable import Plots

struct AxisTests {
  @Test(arguments: [
    (Axis(0, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    (Axis(0, 25_000), ["0", "5,000", "10,000", "15,000", "20,000", "25,000"]),
    (Axis(-1.3, 0.7), ["-1", "-0.5", "0", "0.5"]), (Axis(0, 3e-7), ["0", "1e-7", "2e-7", "3e-7"]),
    (Axis(0, 1e30), ["0", "2e29", "4e29", "6e29", "8e29", "1e30"]), (Axis(3, 3), ["3", "4", "5", "6"]),
    (Axis(2, 300, isLogarithmic: true), ["2", "5", "10", "20", "50", "100", "200"]),
    (Axis(1e-9, 1e12, isLogarithmic: true), ["1e-9", "1e-5", "0.1", "1,000", "1e7", "1e11"]),
  ])
  func numbersOnAnAxisAreRound(axis: Axis, texts: [String]) {
    #expect(axis.ticks(about: 5).map(Axis.text) == texts)
  }

  @Test(arguments: [(1, [0, 1]), (2, [0, 1, 2]), (7, [0, 2, 4, 6]), (300, [0, 50, 100, 150, 200, 250, 300])])
  func nothingLiesBetweenTwoSteps(last: Int, ticks: [Int]) {
    #expect(Axis(0, Double(last)).wholeTicks(about: 6) == ticks)
  }

  @Test func valuesLieBetweenTheEnds() {
    #expect([2.0, 3, 4].map(Axis(2, 4).part) == [0, 0.5, 1])
    let factors = Axis(1, 100, isLogarithmic: true)
    #expect([1.0, 10, 100].map(factors.part) == [0, 0.5, 1])
    #expect(factors.part(-5).isFinite && factors.part(0).isFinite)
    // No logarithm of what is none.
    #expect(!Axis(0, 5, isLogarithmic: true).isLogarithmic)
  }

  private func points(_ values: [Double]) -> [CurvePoint] {
    values.enumerated().map { CurvePoint(step: $0 + 1, epoch: 1, seconds: 0, value: $1) }
  }

  @Test func aPeakFarAboveTheRestIsCutOffAndNamed() {
    let usual = (0..<200).map { 1 + 0.2 * Double($0 % 5) }
    let (calm, none) = PlotRange.amount.axis(points(usual))
    #expect(calm.minimum == 0 && (1.8...2).contains(calm.maximum) && none == nil)
    let (cut, peak) = PlotRange.amount.axis(points(usual + [40]))
    #expect((1.8...3.5).contains(cut.maximum) && peak == 40)
    // A run whose losses grow has no peak, but large losses.
    let (grown, no) = PlotRange.amount.axis(points((0..<200).map { Double($0) }))
    #expect(grown.maximum >= 199 && no == nil)
    #expect(PlotRange.amount.axis(points([-2, 1])).axis.minimum < -2)
    // Losses that ran away.
    #expect(PlotRange.amount.axis(points([1, 2, 5, 1e3, 1e9, 1e20])).axis.isLogarithmic)
  }

  @Test(arguments: [PlotRange.part, .amount, .factor])
  func anyValuesAtAllHaveAnAxis(range: PlotRange) {
    let greatest = Double.greatestFiniteMagnitude
    for values in [
      [0], [0, 0], [-5], [greatest], [-greatest, greatest], [.leastNonzeroMagnitude, greatest], [1, 1e300, -1e300],
    ] {
      let axis = range.axis(points(values)).axis
      #expect(axis.minimum.isFinite && axis.maximum.isFinite && axis.minimum < axis.maximum, "\(values)")
      #expect(values.allSatisfy { axis.part($0).isFinite }, "\(values)")
      #expect(axis.ticks(about: 5).count < 20)
    }
  }

  @Test func distancesThatDifferByLargeFactorsHaveALogarithmicAxis() {
    #expect(PlotRange.factor.axis(points([400, 90, 12, 6])).axis.isLogarithmic)
    #expect(!PlotRange.factor.axis(points([12, 6])).axis.isLogarithmic)
    #expect(!PlotRange.factor.axis(points([400, 0])).axis.isLogarithmic)
  }
}
