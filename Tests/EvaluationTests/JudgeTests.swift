import FileFormats
import GAN
import TensorCore
import Testing

@testable import Evaluation

/// Each figure moves in the direction that its definition says.
@Suite struct JudgeTests {
  private static let data = sampleData()

  private func judge(
    _ data: JudgementData = Self.data, against: Judge.Reference = .test, parts: TrainingParts? = nil
  ) throws -> Judge {
    let context = try ComputeContext(threads: 2)
    let features = try FeatureSource(data, cache: nil, steps: sampleSteps, context)
    return try Judge(features, ReferenceImages(data, against: against, parts: parts, count: 60))
  }

  @Test func realImagesAreGood() throws {
    let evaluation = try judge().evaluate(sampleImages(60, seed: 5))
    #expect(Meaning(evaluation).word == .good)
    #expect(evaluation.count == 60 && evaluation.classes.count == 3)
    #expect(evaluation.missingClasses([]).isEmpty)
    #expect(evaluation.memorisedPixels?.floor?.value == 0.05)
    // Sixty images are fewer than the features.
    #expect(evaluation.frechet == nil)
  }

  @Test func copiesOfTrainingImagesAreMemorised() throws {
    let real = sampleImages(60, seed: 5)
    let half = ImageSet(
      real.shape, bytes: Array(Self.data.training.bytes.prefix(30 * 144)) + real.bytes.suffix(30 * 144))
    let evaluation = try judge().evaluate(half)
    let (pixels, features) = (try #require(evaluation.memorisedPixels), try #require(evaluation.memorisedFeatures))
    #expect(pixels.sample.value >= 0.5 && pixels.sample.value < 0.7)
    #expect(features.sample.value >= 0.5)
    #expect(evaluation.nearestTraining[17].number == 17 && evaluation.nearestTraining[17].distance == 0)
    #expect(Meaning(evaluation).word == .memorised)
  }

  @Test func copiesOfImagesThatWereNotLearntFromAreNotMemorised() throws {
    let evaluation = try judge(parts: TrainingParts(Self.data.training.prefix(30), holdingOut: 0)).evaluate(
      Self.data.training.subset(at: Array(30..<90)))
    #expect(try #require(evaluation.memorisedPixels).sample.value < 0.2)
  }

  @Test func aMissingClassIsNamed() throws {
    let real = sampleImages(90, seed: 5)
    let evaluation = try judge().evaluate(real.subset(at: (0..<90).filter { $0 % 3 != 1 }))
    #expect(evaluation.missingClasses(["top", "middle", "bottom"]) == ["middle"])
    let (histogram, score) = (try #require(evaluation.histogram), try #require(evaluation.score))
    #expect(abs(histogram.sample.value - 1.0 / 3) < 0.05)
    #expect(histogram.sample.value > (histogram.floor?.value ?? 1))
    #expect(score.sample.value < (score.floor?.value ?? 0))
    #expect(Meaning(evaluation, classNames: ["top", "middle", "bottom"]).sentence.contains("Missing: middle."))
  }

  @Test func oneImageAgainAndAgainIsACollapse() throws {
    let one = sampleImages(1, seed: 5)
    let evaluation = try judge().evaluate(one.subset(at: [Int](repeating: 0, count: 60)))
    #expect(evaluation.recall.sample.value < 0.2 && evaluation.coverage.sample.value < 0.3)
    #expect(Meaning(evaluation).word == .collapsed)
  }

  @Test func classesThatWereAskedForAreJudgedByTheirOwnImages() throws {
    let real = sampleImages(60, seed: 5)
    let right = try judge().evaluate(real).classes
    for it in right {
      #expect(
        it.askedShare == 1.0 / 3 && abs(it.seenShare - 1.0 / 3) < 0.05 && (it.accuracy ?? 0) > 0.9, "class \(it.number)"
      )
      #expect((it.recall ?? 0) > 0.4 && (it.precision ?? 0) > 0.4, "class \(it.number)")
    }
    let exchanged = ImageSet(real.shape, bytes: real.bytes, labels: real.labels?.map { ($0 + 1) % 3 })
    for it in try judge().evaluate(exchanged).classes {
      #expect((it.accuracy ?? 1) < 0.1 && (it.precision ?? 1) < 0.1, "class \(it.number)")
    }
    // An image for each class, again and again, which looks right.
    for it in try judge().evaluate(real.subset(at: (0..<60).map { $0 % 3 })).classes {
      #expect((it.accuracy ?? 0) > 0.9 && (it.recall ?? 1) < 0.2, "class \(it.number)")
    }
    let unlabelled = try judge().evaluate(sampleImages(60, seed: 5, labelled: false)).classes
    #expect(unlabelled.count == 3 && unlabelled.allSatisfy { $0.accuracy == nil })
  }

  @Test func aClassThatWasAskedForAndIsNeverSeenIsMissing() throws {
    let real = sampleImages(90, seed: 5)
    // Images of one class alone, asked for as of all three in turn.
    let ofOne = real.subset(at: (0..<60).map { 3 * ($0 % 30) })
    let evaluation = try judge().evaluate(
      ImageSet(real.shape, bytes: ofOne.bytes, labels: (0..<60).map { UInt8($0 % 3) }))
    #expect(evaluation.missingClasses([]) == ["class 1", "class 2"])
    #expect(Meaning(evaluation).word == .collapsed)
    // What the histogram tells is about one thing.
    let json = evaluation.json(classNames: [])
    func shares(_ key: String) throws -> [Double] {
      try #require(json["histogram"]?[key]?.array).compactMap(\.double)
    }
    let (seen, reference) = (try shares("shares"), try shares("reference_shares"))
    let value = try #require(json["histogram"]?["value"]?.double)
    #expect(abs(value - ClassHistogram.difference(seen, from: reference)) < 1e-12 && value > 0.6)
    #expect(json["classes"]?.array?.compactMap { $0["share"]?.double } == seen)
    #expect(json["classes"]?.array?.compactMap { $0["asked_share"]?.double } == [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test func copiesAreFoundWhereUnseenImagesStandAmongTheTrainingImagesToo() throws {
    let test = try #require(Self.data.test)
    let data = JudgementData(
      training: Self.data.training, test: Self.data.training.prefix(6).joined(with: test.prefix(54)))
    let judge = try judge(data)
    let copies = try judge.evaluate(data.training.subset(at: Array(20..<80)))
    for judged in [copies.memorisedPixels, copies.memorisedFeatures] {
      let judged = try #require(judged)
      #expect(judged.sample.value == 1)
      // A tenth, and five percent of the others.
      #expect(abs((judged.floor?.value ?? 0) - 0.145) < 1e-12)
    }
    #expect(Meaning(copies).word == .memorised)
    #expect(Meaning(copies).reservations.contains { $0.contains("6 of the 60 unseen images") })
    let others = try judge.evaluate(sampleImages(60, seed: 5))
    #expect(try #require(others.memorisedPixels).sample.value < 0.2)
    #expect(Meaning(others).word != .memorised)
  }

  @Test func copiesCannotBeToldWhereAllUnseenImagesAreCopies() throws {
    let data = JudgementData(training: Self.data.training, test: Self.data.training.prefix(60))
    let evaluation = try judge(data).evaluate(data.training.subset(at: Array(20..<80)))
    let pixels = try #require(evaluation.memorisedPixels)
    #expect(pixels.sample.value == 1 && pixels.floor?.value == 1)
    let meaning = Meaning(evaluation)
    #expect(meaning.word != .memorised)
    #expect(meaning.reservations.contains { $0.contains("cannot be told") })
  }

  /// Images of one brightness, but for a little noise.
  private func flat(_ brightness: UInt8, _ count: Int, seed: UInt64) -> ImageSet {
    let shape = Self.data.training.shape
    let stream = RandomStream(seed: seed, purpose: .evaluation)
    return ImageSet(
      shape,
      bytes: (0..<count * shape.imageCount).map { brightness + UInt8(stream.uniform(at: UInt64($0)) * 10) })
  }

  @Test(arguments: [30, 70])
  func whatNotEvenRealImagesReachIsNotReachedByNothing(_ count: Int) throws {
    let data = JudgementData(training: flat(40, count, seed: 1), test: flat(90, count, seed: 2))
    let meaning = Meaning(try judge(data).evaluate(flat(230, count, seed: 3)))
    #expect(meaning.word == .poor)
    #expect(meaning.reservations.contains { $0.contains("hardly any precision, recall or coverage") })
  }

  @Test func aDistanceThatIsHardlyKnownIsSaidToBe() throws {
    let data = JudgementData(training: sampleImages(280, seed: 1), test: sampleImages(280, seed: 2))
    let features = try FeatureSource(data, cache: nil, steps: sampleSteps, try ComputeContext(threads: 2))
    let judge = try Judge(features, ReferenceImages(data, against: .test, count: 280))
    let evaluation = try judge.evaluate(sampleImages(280, seed: 5))
    let interval = try #require(evaluation.frechet?.sample.interval)
    #expect(interval.lowerBound == 0 && interval.upperBound > 0)
    #expect(Meaning(evaluation).reservations.contains { $0.hasPrefix("The Fréchet distance is hardly known: ") })
  }

  @Test func noiseIsPoor() throws {
    let stream = RandomStream(seed: 8, purpose: .evaluation)
    let bytes = (0..<60 * 144).map { UInt8(stream.uniform(at: UInt64($0)) * 256) }
    let evaluation = try judge().evaluate(ImageSet(Self.data.training.shape, bytes: bytes))
    #expect(evaluation.precision.sample.value < 0.3)
    #expect(evaluation.kernel.sample.value > (evaluation.kernel.floor?.value ?? 0))
    #expect([.poor, .collapsed].contains(Meaning(evaluation).word))
  }

  @Test func theSameImagesAlwaysGetTheSameFigures() throws {
    let texts = try [1, 3].map { threads in
      let context = try ComputeContext(threads: threads, order: .scattered(seed: 2))
      let features = try FeatureSource(Self.data, cache: nil, steps: sampleSteps, context)
      let judge = try Judge(features, ReferenceImages(Self.data, against: .test, count: 60))
      return try judge.evaluate(sampleImages(60, seed: 5)).json(classNames: []).text
    }
    #expect(texts[0] == texts[1])
    #expect(!texts[0].contains("nan"))
  }

  @Test func trainingImagesMakeTwoHalves() throws {
    let evaluation = try judge(against: .train).evaluate(sampleImages(60, seed: 5))
    #expect(evaluation.count == 45)
    #expect(evaluation.memorisedPixels != nil)
  }

  @Test func imagesThatWereHeldOutAreComparedWithAndAreTheMeasureOfCopies() throws {
    let parts = TrainingParts(Self.data.training, holdingOut: 40)
    let evaluation = try judge(against: .heldOut, parts: parts).evaluate(
      parts.learnt.joined(with: sampleImages(10, seed: 5)))
    #expect(evaluation.count == 40 && evaluation.against == .heldOut)
    #expect(try #require(evaluation.memorisedPixels).sample.value == 1)
    // Images that were not learnt from are not copies, though they are among the data set's training images.
    let others = try judge(against: .heldOut, parts: parts).evaluate(parts.heldOut)
    #expect(try #require(others.memorisedPixels).sample.value < 0.2)
  }

  @Test func theFloorOfHeldOutImagesAreImagesThatWereLearntFrom() throws {
    let parts = TrainingParts(Self.data.training, holdingOut: 40)
    let evaluation = try judge(against: .heldOut, parts: parts).evaluate(parts.learnt.chosen(40))
    for judged in [evaluation.kernel, evaluation.precision, evaluation.recall, evaluation.density, evaluation.coverage]
    {
      #expect(judged.floor == judged.sample)
    }
  }

  @Test func testImagesOfAnotherShapeAreLeftOut() {
    let training = Self.data.training
    let others = ImageSet(
      Shape(height: 6, width: 24, channels: 1), bytes: training.bytes, labels: training.labels)
    #expect(JudgementData(training: training, test: others).test == nil)
    #expect(JudgementData(training: training, test: training).test == training)
  }

  @Test func figuresOfFewImagesAreSaidToSayLittle() throws {
    let judge = try judge()
    let few = Meaning(try judge.evaluate(sampleImages(10, seed: 5)))
    #expect(few.reservations.count == 1)
    #expect(few.reservations[0].hasPrefix("The figures say little: only 10 images were compared on each side, "))
    #expect(few.reservations[0].contains("about 0.32 at best and there is no Fréchet distance."))
  }

  @Test func whatIsMissingIsSaid() throws {
    let untested = JudgementData(training: Self.data.training, test: nil)
    let error = #expect(throws: EvaluationError.self) { try judge(untested) }
    #expect(error?.description.contains("no test images") == true)
    #expect(throws: EvaluationError.self) { try judge(against: .heldOut) }
    #expect(try judge(untested, against: .train).evaluate(sampleImages(60, seed: 5)).memorisedPixels == nil)
    #expect(throws: EvaluationError.self) { try judge().evaluate(sampleImages(3, seed: 5)) }
    let few = JudgementData(training: Self.data.training.prefix(3), test: Self.data.test)
    #expect(throws: EvaluationError.self) { try judge(few) }
  }

  @Test func workStopsAtAnError() throws {
    struct Stop: Error {}
    let judge = try judge()
    #expect(throws: Stop.self) { try judge.evaluate(sampleImages(60, seed: 5), progress: { _ in throw Stop() }) }
  }
}
