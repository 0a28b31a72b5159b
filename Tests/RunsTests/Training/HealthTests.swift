import FileFormats
import Foundation
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct HealthTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    (0.5, 0.9, 0.4, HealthVerdict.normal), (0.11, 0.31, 0.031, .normal), (0.04, 0.9, 0.4, .discriminatorWinning),
    (0, 0.9, 0, .discriminatorWinning), (0.5, 0.29, 0.4, .generatorCollapse), (0, 0, 0, .generatorCollapse),
    (0.5, 0.9, 0.02, .stagnation), (29, 0.9, 0, .stagnation),
    (31, 0.9, 0.4, .lossesRunningAway), (1e6, 0.9, 0, .lossesRunningAway), (1e6, 0, 0, .generatorCollapse),
  ])
  func measuresAreJudgedByThresholdsTheCauseBeforeItsConsequences(
    loss: Double, diversity: Double, change: Double, verdict: HealthVerdict
  ) {
    let measures = HealthMeasures(
      discriminatorLoss: loss, diversity: diversity, bestDiversity: 0.9, change: change)
    #expect(measures.verdict == verdict)
  }

  /// Of the plain GAN at a learning rate of 0.05, whose discriminator's loss is 0 but for some steps.
  @Test(arguments: [
    (9.9, HealthVerdict.normal), (-9.9, .normal), (23_560, .lossesRunningAway), (-31, .lossesRunningAway),
  ])
  func aGeneratorsLossRunsAwayWhateverTheDiscriminatorsIs(loss: Double, verdict: HealthVerdict) {
    let measures = HealthMeasures(
      discriminatorLoss: 0.3, generatorLoss: loss, diversity: 1.7, bestDiversity: 1.7, change: 0.4)
    #expect(measures.verdict == verdict)
  }

  /// What a monitor reports of a state whose steps have such losses.
  private func reports(
    of state: TrainingState, steps: ClosedRange<Int>, losses: (Int) -> (discriminator: Double, generator: Double)
  ) -> [String] {
    var reports: [String] = []
    let monitor = HealthMonitor(state.configuration.sampleImages) { reports.append($0.description) }
    for step in steps {
      state.step = step
      let (discriminator, generator) = losses(step)
      let metrics = StepMetrics(
        discriminatorLoss: discriminator, generatorLoss: generator, realProbability: 0.9, fakeProbability: 0.1)
      monitor.stepDidEnd(TrainingProgress(state: state, metrics: metrics, lastStep: 1000, ending: nil))
    }
    return reports
  }

  @Test func lossesThatRunAwayAreToldWhileTheyDo() throws {
    let state = try TrainingState.trained(.sample(), steps: 60)
    #expect(
      reports(of: state, steps: 1...300) { (0.2, $0 == 200 ? 1e7 : 12_273.3) } == [
        "Health at step 200: the losses are running away: a million or more for the generator, 0.200 for the "
          + "discriminator on average, where runs that learn have less than 10."
      ])
    #expect(state.health.verdict == .lossesRunningAway)
  }

  @Test func picturesMayChangeLessWhereAScheduleHasBroughtTheLearningRatesDown() {
    func verdict(_ change: Double, rateFactor: Double) -> HealthVerdict {
      HealthMeasures(
        discriminatorLoss: 1, diversity: 0.9, bestDiversity: 0.9, change: change, rateFactor: rateFactor
      ).verdict
    }
    #expect(verdict(0.02, rateFactor: 1) == .stagnation && verdict(0.02, rateFactor: 0.5) == .normal)
    #expect(verdict(0.014, rateFactor: 0.5) == .stagnation && verdict(0.001, rateFactor: 0) == .normal)
  }

  @Test func aGeneratorThatWasNeverDiverseHasNotCollapsedForThatUnlessItDrawsTheSamePictureAlways() {
    func verdict(_ diversity: Double) -> HealthVerdict {
      HealthMeasures(discriminatorLoss: 1, diversity: diversity, bestDiversity: diversity, change: 0.4).verdict
    }
    #expect(verdict(0.11) == .normal)
    #expect(verdict(0.09) == .generatorCollapse)
    let early = HealthMeasures(
      discriminatorLoss: 1, diversity: 0.09, bestDiversity: 0.09, change: 0.4, isBeginning: true)
    #expect(early.verdict == .normal)
    let lost = HealthMeasures(discriminatorLoss: 0.01, diversity: 0.04, bestDiversity: 0.09, change: 1)
    #expect(lost.verdict == .discriminatorWinning)
    let same = HealthMeasures(discriminatorLoss: 0.01, diversity: 0.009, bestDiversity: 0.009, change: 1)
    #expect(same.verdict == .generatorCollapse)
  }

  @Test func aFewPicturesThatDifferALotAreACollapse() {
    func verdict(_ twins: Int) -> HealthVerdict {
      HealthMeasures(discriminatorLoss: 1, diversity: 0.6, bestDiversity: 0.6, change: 0.7, twins: twins).verdict
    }
    #expect(verdict(31) == .normal && verdict(32) == .generatorCollapse)
    let measures = HealthMeasures(discriminatorLoss: 1, diversity: 0.6, bestDiversity: 0.6, change: 0.7, twins: 60)
    #expect(
      HealthChange(step: 200, verdict: .generatorCollapse, measures: measures).description
        == "Health at step 200: the generator is collapsing onto a few pictures: 60 of 64 are drawn more than once.")
  }

  @Test func twinsAreCountedByTheirDistance() {
    let images = Tensor(Shape(images: 4, height: 1, width: 2, channels: 1))
    images.values = [0, 0, 0.1, 0.1, 1, 1, 5, 5]
    #expect(images.countOfImages(withAnotherNearerThan: 0.1) == 0)
    #expect(images.countOfImages(withAnotherNearerThan: 0.11) == 2)
    #expect(images.countOfImages(withAnotherNearerThan: 0.95) == 3)
    #expect(images.countOfImages(withAnotherNearerThan: 100) == 4)
    #expect(images.prefix(images: 1).countOfImages(withAnotherNearerThan: 100) == 0)
  }

  /// Measured on Fashion-MNIST: of mlp-conv, which drew one blob, and of the plain GAN, which came to draw clothes.
  @Test(arguments: [
    (0.050, 1.098, HealthVerdict.generatorCollapse), (0.078, 1.151, .generatorCollapse),
    (0.062, 0.657, .generatorCollapse),
    (0.137, 0.677, .generatorCollapse), (0.043, 0.258, .normal), (0.106, 0.283, .normal), (0.121, 0.384, .normal),
    (0.150, 0.436, .normal), (0.198, 0.9, .normal), (0.14, 0.563, .normal),
  ])
  func onePictureThatIsThrownAboutIsACollapseInTheBeginningToo(
    diversity: Double, change: Double, verdict: HealthVerdict
  ) {
    let measures = HealthMeasures(
      discriminatorLoss: 1.2, diversity: diversity, bestDiversity: diversity, change: change, isBeginning: true)
    #expect(measures.verdict == verdict)
  }

  @Test func aVerdictNeedsTwoFindingsInARowAndIsToldWhenItBeginsAndWhenItEnds() {
    let record = HealthRecord(image: Shape(height: 1, width: 1, channels: 1))
    let findings: [(HealthVerdict, told: HealthVerdict?)] = [
      (.normal, nil), (.discriminatorWinning, nil), (.normal, nil), (.discriminatorWinning, nil),
      (.discriminatorWinning, .discriminatorWinning), (.discriminatorWinning, nil), (.normal, nil),
      (.discriminatorWinning, nil), (.discriminatorWinning, nil), (.stagnation, nil), (.generatorCollapse, nil),
      (.generatorCollapse, .generatorCollapse), (.normal, nil), (.normal, .normal), (.normal, nil),
    ]
    for (place, (finding, told)) in findings.enumerated() {
      #expect(record.conclude(finding) == (told != nil), "finding \(place)")
      if let told { #expect(record.verdict == told) }
    }
  }

  @Test func everyVerdictHasANameOfItsOwnAndSaysWhatWasSeen() {
    let measures = HealthMeasures(discriminatorLoss: 0.01234, diversity: 0.1, bestDiversity: 0.9, change: 0.02)
    #expect(Set(HealthVerdict.allCases.map(\.name)).count == HealthVerdict.allCases.count)
    let expected = [
      "the run is back to normal.",
      "the discriminator is winning: its loss is near 0 (0.012), and the generator learns little from it.",
      "the generator is collapsing: its pictures differ from each other 0.100 times as much as the training images do "
        + "(at best 0.900 times).",
      "training stagnates: the same latents give nearly the same pictures as 100 steps ago (change 0.020).",
      "the losses are running away: 0.000 for the generator, 0.012 for the discriminator on average, where runs that "
        + "learn have less than 10.",
    ]
    for (verdict, sentence) in zip(HealthVerdict.allCases, expected) {
      let change = HealthChange(step: 200, verdict: verdict, measures: measures)
      #expect(change.description == "Health at step 200: " + sentence)
    }
  }

  @Test func whatIsSmallerThanTheDecimalsShowIsNotCalledNothing() {
    let measures = HealthMeasures(discriminatorLoss: 0, diversity: 0.0004, bestDiversity: 0.0009, change: 0)
    for verdict in [HealthVerdict.discriminatorWinning, .generatorCollapse, .stagnation] {
      let change = HealthChange(step: 100, verdict: verdict, measures: measures)
      #expect(change.description.contains("less than 0.001"))
    }
  }

  @Test func lossesNear0ForTwoHundredStepsAreToldOnceAndSoIsTheirEnd() throws {
    // After some steps the running statistics are those of the generator, and its pictures differ.
    let state = try TrainingState.trained(.sample(), steps: 60)
    // The generator stands still here, which is the other thing to say.
    let reports = reports(of: state, steps: 1...800) { ((101...600).contains($0) ? 0.02 : 1.0, 5) }
    #expect(
      reports.map { String($0.prefix(40)) } == [
        "Health at step 300: the discriminator is", "Health at step 800: training stagnates: ",
      ])
  }

  @Test func aLossIsNear0ByTheRangeOfTheRunsOwn() {
    func verdict(_ loss: Double, _ range: ClosedRange<Double>) -> HealthVerdict {
      HealthMeasures(discriminatorLoss: loss, lossRange: range, diversity: 0.9, bestDiversity: 0.9, change: 0.4).verdict
    }
    let guessing = 2 * log(2.0)
    #expect(verdict(0.04, 0...guessing) == .discriminatorWinning && verdict(0.06, 0...guessing) == .normal)
    // Of a loss that cannot fall below 0.5, and of one that is half as large.
    #expect(verdict(0.54, 0.5...guessing + 0.5) == .discriminatorWinning)
    #expect(verdict(0.56, 0.5...guessing + 0.5) == .normal)
    #expect(verdict(0.02, 0...guessing / 2) == .discriminatorWinning && verdict(0.03, 0...guessing / 2) == .normal)
  }

  /// The verdict that stands after examinations of one state at some steps.
  private func verdict(_ state: TrainingState, examinedAt steps: [Int]) -> HealthVerdict {
    let monitor = HealthMonitor(state.configuration.sampleImages) { _ in }
    let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 0.5, fakeProbability: 0.5)
    for step in steps {
      state.step = step
      // The sum of a hundred such losses.
      state.health.lossSum = 99
      monitor.stepDidEnd(TrainingProgress(state: state, metrics: metrics, lastStep: 100_000, ending: nil))
    }
    return state.health.verdict
  }

  @Test func picturesThatHardlyDifferAreACollapseOnlyWhenTheBeginningIsOver() throws {
    func verdict(at steps: [Int]) throws -> HealthVerdict {
      let state = try TrainingState.trained(.sample(), steps: 60)
      // The last layer before the bounded activation: its outputs, and how far they differ, become a twentieth.
      for item in state.networkState where item.name.hasPrefix("generator.10.") {
        if case .floats(let values) = item.read() { item.write(.floats(values.map { $0 / 20 })) }
      }
      state.parametersDidChange()
      let verdict = self.verdict(state, examinedAt: steps)
      #expect((0.011...0.09).contains(state.health.diversity))
      return verdict
    }
    #expect(try verdict(at: [100, 200]) != .generatorCollapse)
    #expect(try verdict(at: [900, 1000]) != .generatorCollapse)
    #expect(try verdict(at: [1000, 1100]) == .generatorCollapse)
  }

  @Test func picturesThatStandStillAreNoStagnationWhereTheScheduleHasEnded() throws {
    func verdict(_ shape: LearningRateSchedule) throws -> HealthVerdict {
      var configuration = TrainingConfiguration.sample()
      configuration.schedule.shape = shape
      // Two hundred steps, after which the rates are 0.
      configuration.schedule.epochs = 40
      return self.verdict(try TrainingState.trained(configuration, steps: 60), examinedAt: [300, 400, 500])
    }
    #expect(try verdict(.constant) == .stagnation)
    #expect(try verdict(.linear) == .normal)
  }

  @Test func theSumOfLossesThatAreHugeIsFinite() throws {
    let state = try TrainingState(.sample(), .single())
    let metrics = StepMetrics(discriminatorLoss: 3e38, generatorLoss: 1, realProbability: 1, fakeProbability: 1)
    let monitor = HealthMonitor(state.configuration.sampleImages) { _ in }
    for step in 1...3 {
      state.step = step
      monitor.stepDidEnd(TrainingProgress(state: state, metrics: metrics, lastStep: 1000, ending: nil))
    }
    #expect(state.health.lossSum == 3e6)
  }

  /// What the monitor said of a run of the sample images, without its end.
  private func reports(_ configuration: TrainingConfiguration, steps: Int) throws -> [String] {
    var reports: [String] = []
    let monitor = HealthMonitor(configuration.sampleImages) { reports.append($0.description) }
    try Trainer.sample(configuration, .single()).train(lastStep: steps, observers: [monitor])
    return reports
  }

  @Test(arguments: [(8, 11 as UInt64), (16, 12), (21, 13)])
  func healthyRunsAreSilent(batchSize: Int, seed: UInt64) throws {
    #expect(try reports(.sample(batchSize: batchSize, seed: seed), steps: 300) == [])
  }

  @Test func aGeneratorThatHardlyLearnsLosesToItsDiscriminator() throws {
    var configuration = TrainingConfiguration.sample(learningRate: 1e-6, seed: 21)
    configuration.discriminatorLearningRate = 2e-3
    let reports = try reports(configuration, steps: 300)
    #expect(reports.count == 1)
    #expect(reports.first?.contains("the discriminator is winning") == true, "\(reports)")
  }

  @Test func stepsThatThrowTheGeneratorAboutMakeItCollapse() throws {
    let reports = try reports(.sample(learningRate: 1, seed: 31), steps: 200)
    #expect(reports.count == 1)
    #expect(reports.first?.contains("the generator is collapsing") == true, "\(reports)")
  }

  @Test func networksThatHardlyLearnStagnate() throws {
    let reports = try reports(.sample(learningRate: 1e-9, seed: 41), steps: 300)
    #expect(reports.count == 1)
    #expect(reports.first?.contains("training stagnates") == true, "\(reports)")
  }

  @Test func aResumedRunComesToTheSameVerdictsAndItsLogHasThem() throws {
    let configuration = TrainingConfiguration.sample(images: 803, learningRate: 1e-9)
    let whole = try RecordedRun(configuration, in: directory, name: "whole")
    try whole.train(lastStep: 310)
    for stop in [100, 201] {
      let run = try RecordedRun(configuration, in: directory, name: "stopped-\(stop)")
      try run.train(lastStep: stop)
      try run.train(lastStep: 310)
      #expect(try run.loggedSteps == whole.loggedSteps, "stopped at step \(stop)")
      #expect(try run.checkpointBytes == whole.checkpointBytes, "stopped at step \(stop)")
      // The line on the first end went when the run went on.
      #expect(try run.logLines.count { $0["repeatedPart"] != nil } == 1)
    }
    let logged = try whole.loggedSteps
    let beginning = try #require(logged.firstIndex { $0.health == "stagnation" })
    #expect(Set(logged[..<beginning].map(\.health)) == ["normal"])
    #expect(Set(logged[beginning...].map(\.health)) == ["stagnation"])
    #expect(logged[98].values["diversity"] == nil)
    #expect(logged[99...].allSatisfy { $0.values["diversity"] != nil })
    // It takes two examinations.
    #expect(logged[..<199].allSatisfy { $0.values["pictureChange"] == nil })
    #expect(logged[199...].allSatisfy { $0.values["pictureChange"] != nil })
  }

  @Test func atTheEndOfARunItIsCountedHowManyPicturesAreDrawnMoreThanOnce() throws {
    let state = try TrainingState(.sample(), .single())
    let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 1, fakeProbability: 1)
    let monitor = HealthMonitor(state.configuration.sampleImages) { _ in }
    func repeated(step: Int, _ ending: TrainingEnding?) -> Double? {
      state.step = step
      monitor.stepDidEnd(TrainingProgress(state: state, metrics: metrics, lastStep: step, ending: ending))
      return state.health.repeatedPart
    }
    #expect(repeated(step: 250, nil) == nil && repeated(step: 250, .interrupted) == nil)
    #expect(repeated(step: 150, .finished) == nil)
    #expect(repeated(step: 250, .finished) == 0)
    // Whatever the latents: the first layer takes nothing from them.
    let first = try #require(
      state.networkState.first { $0.name.hasPrefix("generator.") && $0.name.hasSuffix("weight") })
    if case .floats(let values) = first.read() { first.write(.floats(values.map { _ in 0 })) }
    state.parametersDidChange()
    #expect(repeated(step: 250, .finished) == 1)
    #expect(repeated(step: 251, nil) == nil)
  }

  @Test func ofImagesSoLargeThatFewFitTheMemoryNoneAreCounted() throws {
    let image = Shape(height: 256, width: 256, channels: 1)
    let architecture = Architecture(
      name: "large", latentSize: 1, image: image,
      generator: [.linear(outputs: 256 * 256, bias: false), .reshape(height: 256, width: 256, channels: 1), .tanh],
      discriminator: [
        .convolution(.init(channels: 1, kernelSize: 64, stride: 64, bias: true)),
        .convolution(.init(channels: 1, kernelSize: 4, bias: true)),
      ])
    let images = ImageSet(image, bytes: [UInt8](repeating: 0, count: image.count))
    var settings = TrainingSettings()
    settings.batchSize = 1
    let state = try TrainingState(
      TrainingConfiguration(architecture: architecture, data: .init(computing: images), settings: settings), .single())
    state.step = 250
    let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 1, fakeProbability: 1)
    HealthMonitor(images) { _ in }.stepDidEnd(
      TrainingProgress(state: state, metrics: metrics, lastStep: 250, ending: .finished))
    #expect(state.health.repeatedPart == nil)
  }

  @Test func weightsThatAreFiniteButHugeOverflowInThePicturesAndNotInTheRecord() throws {
    let state = try TrainingState(.sample(), .single())
    let parameters = state.generator.network.parameters
    parameters.values.values = (0..<parameters.values.count).map { $0 % 2 == 0 ? 3e38 : -3e38 }
    state.parametersDidChange()
    state.step = HealthMonitor.interval
    let metrics = StepMetrics(discriminatorLoss: 3e38, generatorLoss: 1, realProbability: 1, fakeProbability: 1)
    HealthMonitor(state.configuration.sampleImages) { _ in }.stepDidEnd(
      TrainingProgress(state: state, metrics: metrics, lastStep: 1000, ending: nil))
    for item in state.health.namedState(prefix: "") {
      if case .floats(let values) = item.read() { #expect(!values.contains { !$0.isFinite }, "\(item.name)") }
    }
  }

  @Test func aGeneratorWithoutABoundedLastLayerCannotMakeTheRecordInfinite() throws {
    var architecture = Architecture.small
    architecture.generator.removeLast()
    let state = try TrainingState(.sample(architecture), .single())
    // The bias of the last layer.
    try #require(state.networkState.first { $0.name == "generator.10.bias" }).write(.floats([3e38]))
    state.parametersDidChange()
    state.step = HealthMonitor.interval
    let metrics = StepMetrics(discriminatorLoss: 1, generatorLoss: 1, realProbability: 1, fakeProbability: 1)
    HealthMonitor(state.configuration.sampleImages) { _ in }.stepDidEnd(
      TrainingProgress(state: state, metrics: metrics, lastStep: 1000, ending: nil))
    #expect(state.health.change == 1e6)
    try Checkpoint.write(state, to: directory.file("checkpoint.safetensors"))
  }

  @Test func distancesOfPicturesAreThoseOfTheirDefinition() {
    // Three images of two values: the squared distances of the pairs are 4 + 0, 0 + 16 and 4 + 16.
    let images = Tensor(Shape(images: 3, height: 1, width: 2, channels: 1))
    images.values = [0, 0, 2, 0, 0, 4]
    #expect(abs(images.meanSquaredPairDistance() - Double(4 + 16 + 20) / 3 / 2) < 1e-12)
    let others = Tensor(images.shape)
    others.values = [1, 0, 2, 2, 0, 4]
    #expect(images.meanSquaredDistance(to: others) == Double(1 + 4) / 6)
    #expect(images.prefix(images: 1).meanSquaredPairDistance() == 0)
  }
}
