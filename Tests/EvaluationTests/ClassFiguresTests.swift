import FileFormats
import GAN
import TensorCore
import Testing

@testable import Evaluation

/// What is measured of each class of images.
struct ClassFiguresTests {
  private let context: ComputeContext

  init() throws { context = try ComputeContext(threads: 2) }

  /// Images with these features, which the classifier takes for these of three classes, with labels or without.
  private func side(_ features: RowMatrix, _ verdicts: [Int], labels: [UInt8]? = nil) throws -> Side {
    Side(
      images: ImageSet(
        Shape(channels: 1), bytes: [UInt8](repeating: 0, count: features.count), labels: labels),
      read: ReadImages(
        features: features, probabilities: verdicts.map { verdict in (0..<3).map { $0 == verdict ? 1 : 0 } }),
      neighbourhoods: try Neighbourhoods(features, context) { _ in })
  }

  private func figures(_ samples: Side, _ reference: Side) throws -> [ClassFigures] {
    let figures = try PairFigures(samples, against: reference, context) { _ in }
    return try ClassFigures.all(samples, reference, figures, nil, context)
  }

  @Test func theRecallOfAClassIsAShareOfItsRealImagesHoweverManySamplesThereAre() throws {
    // Half of the real images are near the samples, and the others far from all.
    func side(_ values: [Float]) throws -> Side {
      let none = [Int](repeating: 0, count: values.count)
      return try self.side(RowMatrix(values, columns: 1), none, labels: none.map { UInt8($0) })
    }
    let near = (0..<15).map { Float($0) }
    let classes = try figures(side(near.prefix(10).map { $0 + 0.25 }), side(near + near.map { $0 + 1000 }))
    #expect(classes.count == 3 && classes[1].recall == nil && classes[1].precision == nil)
    // The samples' neighbourhoods reach to five of them beyond the last: 9.25 + 5.
    #expect(classes[0].precision == 1 && classes[0].recall == 0.5)
    #expect((0.3...0.5).contains(try #require(classes[0].coverage)))
  }

  @Test func ofSamplesWithoutLabelsAClassHasWhatItsImagesContributeToTheFiguresOfAll() throws {
    let samples = try side(
      sampleFeatures(seed: 3, substream: 2, rows: 40, columns: 2, shift: 0.8), (0..<40).map { $0 % 4 == 0 ? 0 : 1 })
    let labels = [UInt8](repeating: 2, count: 60)
    let reference = try side(
      sampleFeatures(seed: 3, substream: 0, rows: 60, columns: 2), (0..<60).map { $0 % 2 }, labels: labels)
    let all = try PairFigures(samples, against: reference, context) { _ in }.contributions
    let classes = try figures(samples, reference)
    #expect(classes.map(\.seenShare) == [0.25, 0.75, 0] && classes.map(\.referenceShare) == [0.5, 0.5, 0])
    #expect(classes.allSatisfy { $0.askedShare == nil && $0.accuracy == nil && $0.memorisedPixels == nil })
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let (own, others) = (stride(from: 0, to: 40, by: 4), stride(from: 0, to: 60, by: 2))
    #expect(classes[0].precision == mean(own.map { all.precision[$0] }))
    #expect(classes[0].density == mean(own.map { all.density[$0] }))
    #expect(classes[0].recall == mean(others.map { all.recall[$0] }))
    #expect(classes[0].coverage == mean(others.map { all.coverage[$0] }))
    #expect(classes[2].precision == nil && classes[2].coverage == nil)
  }

  @Test func whereSamplesAreLabelledAClassHasTheFiguresOfItsOwnImages() throws {
    let (x, y) = (
      sampleFeatures(seed: 3, substream: 2, rows: 40, columns: 2, shift: 0.8),
      sampleFeatures(seed: 3, substream: 0, rows: 60, columns: 2)
    )
    let samples = try side(x, (0..<40).map { $0 % 4 }.map { min($0, 2) }, labels: (0..<40).map { UInt8($0 % 2) })
    let reference = try side(y, (0..<60).map { $0 % 2 }, labels: (0..<60).map { UInt8($0 % 3) })
    let (own, others) = (Array(stride(from: 0, to: 40, by: 2)), Array(stride(from: 0, to: 60, by: 3)))
    let alone = try PairFigures(
      side(x.rows(own), own.map { _ in 0 }), against: side(y.rows(others), others.map { _ in 0 }), context
    ) { _ in }
    let classes = try figures(samples, reference)
    #expect(classes.map(\.askedShare) == [0.5, 0.5, 0])
    // Every fourth sample is taken for the first class: half of those that were asked for.
    #expect(classes[0].accuracy == 0.5 && classes[2].accuracy == nil)
    #expect(classes[0].precision == alone.precision.value && classes[0].recall == alone.recall.value)
    #expect(classes[0].coverage == alone.coverage.value)
    #expect(abs(try #require(classes[0].density) - alone.density.value) < 1e-12)
  }

  @Test func withoutClassesThereAreNone() throws {
    let features = sampleFeatures(seed: 3, substream: 0, rows: 20, columns: 2)
    let side = Side(
      images: ImageSet(Shape(channels: 1), bytes: [UInt8](repeating: 0, count: 20)),
      read: ReadImages(features: features, probabilities: nil),
      neighbourhoods: try Neighbourhoods(features, context) { _ in })
    #expect(try figures(side, side).isEmpty)
  }
}
