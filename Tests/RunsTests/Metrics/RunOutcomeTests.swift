import FileFormats
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// What a log tells of a run.
struct RunOutcomeTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The outcome of a run with a line every ten steps.
  private func outcome(
    steps: Int, epochs: Int = 25, learningRateFactor: Double = 1, ending: EndingLine? = nil,
    line: (Int) -> (loss: Double, generatorLoss: Double, health: HealthVerdict)
  ) throws -> RunOutcome {
    let run = RunDirectory(directory.path)
    try run.create()
    var configuration = RunConfiguration(training: .sample(), data: "sample")
    configuration.settings.epochs = epochs
    try configuration.write(to: run)
    let lines = stride(from: 10, through: steps, by: 10).map { step -> String in
      let (loss, generatorLoss, health) = line(step)
      var line = MetricsLine(
        step: step, epoch: (step - 1) / 5 + 1,
        metrics: StepMetrics(
          discriminatorLoss: loss, generatorLoss: generatorLoss, realProbability: 0.7, fakeProbability: 0.3),
        imagesPerSecond: 100, seconds: Double(step) / 10)
      line.health = health.name
      line.learningRateFactor = learningRateFactor
      if step >= HealthMonitor.interval { (line.diversity, line.pictureChange) = (0.9, 0.4) }
      return line.json.text + "\n"
    }
    try directory.create("metrics.jsonl", (lines.joined() + (ending.map { $0.json.text + "\n" } ?? "")).utf8)
    return try RunOutcome(run)
  }

  @Test func aHealthyRunGetsNoBadWord() throws {
    let outcome = try outcome(steps: 1000) { ($0 % 20 == 0 ? 0.6 : 0.8, 1.5, .normal) }
    #expect(outcome.finding == .healthy && !outcome.finding.isBad)
    #expect(outcome.steps == 1000 && outcome.epochsDone == 200 && outcome.epochs == 25)
    #expect(outcome.seconds == 100 && outcome.imagesPerSecond == 100)
    #expect(outcome.metrics?.generatorLoss == 1.5 && outcome.diversity == 0.9)
    #expect(outcome.healthParts == ["normal": 1])
  }

  @Test func picturesThatAreDrawnAgainAndAgainAreACollapseAndAFewAreNot() throws {
    func finding(_ part: Double, _ health: HealthVerdict = .normal) throws -> RunOutcome.Finding {
      try outcome(steps: 1000, ending: EndingLine(step: 1000, repeatedPart: part)) { _ in (0.6, 1.5, health) }.finding
    }
    #expect(try finding(0.18) == .collapsed && finding(0.18, .stagnation) == .collapsed)
    #expect(try finding(0.016) == .healthy && finding(0, .stagnation) == .stagnating)
    #expect(
      try outcome(steps: 150, ending: EndingLine(step: 160, diverged: true)) { _ in (0.6, 1.5, .normal) }.finding
        == .diverged)
    // A line in the middle tells of an end that the run has gone on from.
    let text = String(decoding: try directory.contents("metrics.jsonl"), as: UTF8.self)
    try directory.create(
      "metrics.jsonl", (#"{"diverged":true,"step":5}"# + "\n" + text.replacing("diverged", with: "x")).utf8)
    #expect(try RunOutcome(RunDirectory(directory.path)).finding == .tooEarly)
  }

  @Test func beforeTwoExaminationsItIsTooEarlyToTell() throws {
    let outcome = try outcome(steps: 190) { _ in (0.001, 1e8, .normal) }
    #expect(outcome.finding == .tooEarly && outcome.health == "normal")
    // What can be seen is not hidden.
    #expect(outcome.lossesAreFarOff)
    #expect(try !self.outcome(steps: 190) { _ in (0.7, 29, .normal) }.lossesAreFarOff)
    // Before the first, nobody has called it normal.
    #expect(try self.outcome(steps: 90) { _ in (0.7, 1, .normal) }.health == nil)
    #expect(try RunCurves(RunDirectory(directory.path)).health.isEmpty)
  }

  @Test func lossesThatRanAwayAreSaidWhateverTheHealth() throws {
    for verdict in [HealthVerdict.normal, .generatorCollapse] {
      #expect(try outcome(steps: 800) { _ in (1e-6, 1.7e8, verdict) }.finding == .lossesRanAway)
    }
    // The minimax loss goes the other way.
    #expect(try outcome(steps: 800) { _ in (0.2, -200, .normal) }.finding == .lossesRanAway)
    #expect(try outcome(steps: 800) { _ in (90, 1, .normal) }.finding == .lossesRanAway)
    // A single wild step is none.
    #expect(try outcome(steps: 800) { (1, $0 == 790 ? 1e6 : 2, .normal) }.finding == .healthy)
  }

  @Test(arguments: [
    (HealthVerdict.generatorCollapse, RunOutcome.Finding.collapsed), (.discriminatorWinning, .discriminatorWon),
    (.stagnation, .stagnating), (.lossesRunningAway, .lossesRanAway),
  ])
  func theVerdictThatStandsInTheEndCountsAndOneThatIsOverIsMentioned(
    verdict: HealthVerdict, finding: RunOutcome.Finding
  )
    throws
  {
    #expect(try outcome(steps: 800) { (1, 1, $0 > 700 ? verdict : .normal) }.finding == finding)
    let over = try outcome(steps: 1000) { (1, 1, (200..<600).contains($0) ? verdict : .normal) }
    #expect(over.finding == .recovered && over.health == "normal")
    #expect(over.healthParts[verdict.name].map { (0.43...0.45).contains($0) } == true)
    #expect(try outcome(steps: 1000) { (1, 1, (200..<230).contains($0) ? verdict : .normal) }.finding == .healthy)
  }

  @Test func numbersThatExplodedAreNotForgotten() throws {
    #expect(try outcome(steps: 800, learningRateFactor: 0.5) { _ in (1, 1, .normal) }.finding == .recovered)
  }

  @Test func aRunThatDivergedBeforeItsFirstLoggedStepIsSaidToHaveDiverged() throws {
    let outcome = try outcome(steps: 0, ending: EndingLine(step: 3, diverged: true)) { _ in (1, 1, .normal) }
    #expect(outcome.finding == .diverged && outcome.steps == 3 && outcome.seconds == 0)
    #expect(outcome.metrics == nil && outcome.health == nil && outcome.healthParts.isEmpty)
    // What only ended is none: it has logged its last step, and this log has lost it.
    #expect(throws: FileError.self) {
      try self.outcome(steps: 0, ending: EndingLine(step: 3, repeatedPart: 0)) { _ in (1, 1, .normal) }
    }
  }

  @Test func aLogOfNothingOrOfOneLineDoesNotTrap() throws {
    #expect(throws: FileError.self) { try outcome(steps: 9) { _ in (1, 1, .normal) } }
    #expect(try outcome(steps: 10) { _ in (1, 1, .normal) }.finding == .tooEarly)
  }
}
