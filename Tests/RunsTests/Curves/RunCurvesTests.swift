import FileFormats
import TestSupport
import Testing

@testable import Runs

struct RunCurvesTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private func line(_ step: Int, lossD: Double = 1, health: String = "normal", more: String = "") -> String {
    #"{"dFake":0.25,"dReal":0.75,"epoch":2,"health":"\#(health)","imagesPerSecond":9,"lossD":\#(lossD),"lossG":2,"#
      + #""seconds":\#(step),"step":\#(step)\#(more)}"# + "\n"
  }

  private func evaluation(_ step: Int, frechet: Double) -> String {
    #"{"epoch":2,"evaluation":{"against":"held out","count":9,"features":{},"frechet":{"value":\#(frechet)}},"#
      + #""step":\#(step)}"# + "\n"
  }

  private func curves(_ lines: String...) throws -> RunCurves {
    try directory.create("metrics.jsonl", lines.joined().utf8)
    return try RunCurves(run)
  }

  @Test func eachMeasureThatTheLogTellsOfHasACurve() throws {
    let curves = try curves(
      line(1), line(2, lossD: 3, more: #","diversity":0.5"#), evaluation(2, frechet: 4), line(3))
    let names = curves.curves.map(\.measure)
    #expect(
      names == [
        .discriminatorLoss, .generatorLoss, .realProbability, .fakeProbability, .diversity, .learningRateFactor,
        .imagesPerSecond, .frechet,
      ])
    #expect(curves[.discriminatorLoss]?.points.map(\.value) == [1, 3, 1])
    #expect(curves[.discriminatorLoss]?.points.map(\.step) == [1, 2, 3])
    #expect(curves[.diversity]?.points == [CurvePoint(step: 2, epoch: 2, seconds: 2, value: 0.5)])
    #expect(curves[.frechet]?.points == [CurvePoint(step: 2, epoch: 2, seconds: 2, value: 4)])
    #expect(curves[.kernel] == nil)
    #expect(curves.lastStep == 3)
  }

  @Test func aRunThatHasLoggedNothingHasNoCurves() throws {
    #expect(try RunCurves(run).curves.isEmpty)
    #expect(try curves("").lastStep == 0)
  }

  @Test func aLogThatGoesBackTellsOfTheWayThatTheRunHasComeInTheEnd() throws {
    let curves = try curves(
      line(1), line(2), evaluation(2, frechet: 4), line(3, lossD: 9), line(4, lossD: 9), line(3), line(3, lossD: 5),
      line(6))
    #expect(curves[.discriminatorLoss]?.points.map(\.step) == [1, 2, 3, 6])
    #expect(curves[.discriminatorLoss]?.points.map(\.value) == [1, 1, 5, 1])
    #expect(curves[.frechet]?.points.map(\.step) == [2])
    let again = try self.curves(line(1), evaluation(1, frechet: 4), line(1), evaluation(1, frechet: 5))
    #expect(again[.discriminatorLoss]?.points.count == 1)
    #expect(again[.frechet]?.points.map(\.value) == [5])
  }

  @Test func theLineOnARunsEndIsNoPoint() throws {
    #expect(try curves(line(1), #"{"diverged":true,"step":5}"#).lastStep == 1)
  }

  @Test func verdictsAreJoinedAsLongAsTheyStand() throws {
    let examined = #","diversity":0.5"#
    let curves = try curves(
      // Before the first examination there is no verdict.
      line(1), line(2, more: examined), line(3, more: examined), line(4, health: "stagnation", more: examined),
      line(5, more: examined))
    #expect(
      curves.health == [
        HealthSpan(health: "normal", steps: 2...3), HealthSpan(health: "stagnation", steps: 4...4),
        HealthSpan(health: "normal", steps: 5...5),
      ])
  }

  @Test func aCurveIsThinnedToMeansThatKeepItsRange() {
    let points = [1.0, 3, 2, 100, 2, 4, 6].enumerated().map {
      CurvePoint(step: $0.offset + 1, epoch: $0.offset / 2, seconds: Double(3 * $0.offset), value: $0.element)
    }
    let curve = Curve(measure: .generatorLoss, points: points)
    #expect(curve.thinned(to: 7) == curve)
    let thinned = curve.thinned(to: 3).points
    // A point stands where the last of those does that were drawn together.
    #expect(thinned.map(\.step) == [2, 4, 7])
    #expect(thinned.map(\.epoch) == [0, 1, 3] && thinned.map(\.seconds) == [3, 9, 18])
    #expect(thinned.map(\.value) == [2, 51, 4])
    #expect(thinned.map(\.minimum) == [1, 2, 2])
    #expect(thinned.map(\.maximum) == [3, 100, 6])
    let again = curve.thinned(to: 3).thinned(to: 1).points[0]
    #expect(again.minimum == 1)
    #expect(again.maximum == 100)
    let greatest = Curve(
      measure: .generatorLoss,
      points: (1...9).map { CurvePoint(step: $0, epoch: 1, seconds: 0, value: .greatestFiniteMagnitude) })
    #expect(greatest.thinned(to: 1).points[0].value.isFinite)
  }
}
