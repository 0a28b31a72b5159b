import FileFormats
import TestSupport
import Testing

@testable import GAN
@testable import Runs

struct MetricsHistoryTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private func line(_ step: Int, lossD: Double) -> String {
    #"{"dFake":0.25,"dReal":0.75,"epoch":1,"imagesPerSecond":9,"lossD":\#(lossD),"lossG":2,"seconds":\#(step),"step":\#(step)}"#
      + "\n"
  }

  @Test func secondsOfTrainingAreThoseUntilAStepAndNoneWhereNoLineWasLoggedYet() throws {
    #expect(try MetricsHistory.seconds(of: run, until: 9) == 0)
    try directory.create("metrics.jsonl", "".utf8)
    #expect(try MetricsHistory.seconds(of: run, until: 9) == 0)
    try directory.create("metrics.jsonl", (3...6).map { line($0, lossD: 1) }.joined().utf8)
    #expect(try (2...7).map { try MetricsHistory.seconds(of: run, until: $0) } == [0, 3, 4, 5, 6, 6])
  }

  @Test(arguments: ["1e300", "-1", "1e10"])
  func aTimeThatNoTrainingTakesIsNoLineOfALog(text: String) throws {
    let absurd = line(4, lossD: 1).replacing(#""seconds":4"#, with: #""seconds":\#(text)"#)
    try directory.create("metrics.jsonl", (line(3, lossD: 1) + absurd).utf8)
    #expect(try MetricsHistory(run).lines.map(\.step) == [3])
  }

  @Test func linesAreReadWhateverElseTheyHoldAndTornOnesPassedOver() throws {
    let more = line(6, lossD: 0.5).replacing("{", with: #"{"more":[1],"#)
    try directory.create("metrics.jsonl", (line(3, lossD: 1) + "{\n" + more + line(9, lossD: 3).prefix(40)).utf8)
    let history = try MetricsHistory(run)
    #expect(history.lines.map(\.step) == [3, 6])
    #expect(history.lines.map(\.seconds) == [3, 6])
    #expect(
      history.lines[1].metrics
        == StepMetrics(discriminatorLoss: 0.5, generatorLoss: 2, realProbability: 0.75, fakeProbability: 0.25))
  }

  @Test func meansAreOverEqualPartsOfTheStepsOfThoseThatWereLogged() throws {
    let steps = [1, 2, 5, 6, 7, 10]
    try directory.create("metrics.jsonl", steps.map { line($0, lossD: Double($0)) }.joined().utf8)
    let history = try MetricsHistory(run)
    #expect(history.means(parts: 2).map { $0?.discriminatorLoss } == [8.0 / 3, 23.0 / 3])
    #expect(history.means(parts: 5).map { $0?.discriminatorLoss } == [1.5, nil, 5.5, 7, 10])
    #expect(history.means(parts: 1).first??.fakeProbability == 0.25)
  }

  @Test func aLogThatIsMissingEmptyOrNoneIsRefused() throws {
    #expect(throws: FileError.self) { try MetricsHistory(run) }
    for text in ["", "\n", "{}\n", line(0, lossD: 1)] {
      try directory.create("metrics.jsonl", text.utf8)
      #expect(throws: FileError.self, "\(text)") { try MetricsHistory(run) }
    }
  }
}
