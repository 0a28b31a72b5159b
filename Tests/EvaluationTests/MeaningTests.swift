import FileFormats
import GAN
import TensorCore
import Testing

@testable import Evaluation

/// The words for figures near their thresholds.
@Suite struct MeaningTests {
  private let context: ComputeContext

  init() throws { context = try ComputeContext(threads: 2) }

  private func side(_ features: RowMatrix) throws -> Side {
    Side(
      images: ImageSet(Shape(channels: 1), bytes: [UInt8](repeating: 0, count: features.count)),
      read: ReadImages(features: features, probabilities: nil),
      neighbourhoods: try Neighbourhoods(features, context) { _ in })
  }

  private func features(_ substream: UInt32, shift: Double = 0) -> RowMatrix {
    sampleFeatures(seed: 3, substream: substream, rows: 150, columns: 2, shift: shift)
  }

  /// Samples of the reference images' distribution, moved away from it.
  private func judgement(shift: Double = 0, classes: [ClassFigures] = []) throws -> Judgement {
    let (samples, reference) = (try side(features(2, shift: shift)), try side(features(0)))
    return Judgement(
      samples: samples, reference: reference, against: .test, features: .random(checksum: ""),
      figures: try PairFigures(samples, against: reference, context) { _ in },
      floor: try PairFigures(side(features(1)), against: reference, context) { _ in }, memorisation: nil,
      classes: classes)
  }

  /// A class that a third of the reference images are of.
  private func figures(_ number: Int, seen: Double) -> ClassFigures {
    ClassFigures(
      number: number, askedShare: nil, seenShare: seen, referenceShare: 1.0 / 3, accuracy: nil, precision: nil,
      density: nil, recall: nil, coverage: nil, memorisedPixels: nil, memorisedFeatures: nil)
  }

  @Test func samplesThatLackAClassAreFairAtBest() throws {
    let all = Meaning(try judgement(classes: (0..<3).map { figures($0, seen: 1.0 / 3) }))
    #expect(all.word == .good && all.sentence.hasPrefix("Good: ") && !all.sentence.contains("Missing"))
    let some = Meaning(
      try judgement(classes: [figures(0, seen: 0.6), figures(1, seen: 0.01), figures(2, seen: 0.39)]))
    #expect(some.word == .fair)
    #expect(some.sentence.hasPrefix("Fair: many samples are like real images, "))
    #expect(some.sentence.hasSuffix(" Missing: class 1."))
    let most = try judgement(classes: [figures(0, seen: 1), figures(1, seen: 0), figures(2, seen: 0)])
    #expect(Meaning(most).word == .collapsed)
  }

  @Test func aClassIsMissingThatIsSeenLessThanATenthAsOftenAsItShould() {
    #expect(figures(0, seen: 0.033).isMissing && !figures(0, seen: 0.034).isMissing)
  }

  @Test func samplesAmongRealImagesThatLieTooFarOffByTheirFréchetDistanceAreFair() throws {
    #expect(Meaning(try judgement()).word == .good)
    let moved = try judgement(shift: 0.4)
    func part(_ figure: KeyPath<Judgement, Judgement.Judged>) throws -> Double {
      moved[keyPath: figure].sample.value / (try #require(moved[keyPath: figure].floor?.value))
    }
    #expect(try part(\.precision) >= 0.8 && part(\.coverage) >= 0.8 && part(\.recall) >= 0.4)
    let distance = try #require(moved.frechet)
    let excess = (distance.sample.value - (distance.floor?.value ?? 0)) / moved.spread
    #expect(excess > 0.1 && excess < 0.5)
    #expect(Meaning(moved).word == .fair)
    #expect(Meaning(try judgement(shift: 1)).word == .poor)
  }

  @Test func intervalsAreDrawnFromTheImagesThatTheFigureIsAMeanOf() throws {
    let samples = try side(sampleFeatures(seed: 3, substream: 2, rows: 40, columns: 2, shift: 0.8))
    let reference = try side(features(0))
    let found = try PairFigures(samples, against: reference, context) { _ in }
    let (ofSamples, ofReals) = (Resampling(count: 40, context), Resampling(count: 150, context))
    #expect(found.precision == ofSamples.mean(found.contributions.precision))
    #expect(found.density == ofSamples.mean(found.contributions.density))
    #expect(found.recall == ofReals.mean(found.contributions.recall))
    #expect(found.coverage == ofReals.mean(found.contributions.coverage))
    #expect(found.recall.value > 0 && found.recall.value < 1)
  }
}
