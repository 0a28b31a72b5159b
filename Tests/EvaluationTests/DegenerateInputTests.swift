import FileFormats
import GAN
import TensorCore
import Testing

@testable import Evaluation

/// What cannot be measured is refused in a sentence, and nothing is ever not a number.
@Suite struct DegenerateInputTests {
  @Test func tooFewImagesForNeighboursAreRefused() throws {
    let context = try ComputeContext(threads: 1)
    for count in [1, 5] {
      let error = #expect(throws: EvaluationError.self) {
        try Neighbourhoods(sampleFeatures(seed: 1, substream: 0, rows: count, columns: 3), context) { _ in }
      }
      #expect(error?.description.contains("more than 5 images, and there are \(count).") == true)
    }
  }

  @Test func fewerImagesThanFeaturesHaveNoFréchetDistance() {
    let few = sampleFeatures(seed: 1, substream: 0, rows: 8, columns: 8)
    let many = sampleFeatures(seed: 1, substream: 1, rows: 20, columns: 8)
    for (x, y) in [(few, many), (many, few)] {
      let error = #expect(throws: EvaluationError.self) { try FrechetDistance.between(x, y) }
      #expect(error?.description.contains("needs more than 8 images on each side, and there are 8.") == true)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func featuresThatAreNotFiniteAreRefused(_ value: Float) throws {
    var values = [Float](repeating: 1, count: 40)
    values[17] = value
    let broken = RowMatrix(values, columns: 2)
    let whole = sampleFeatures(seed: 1, substream: 0, rows: 20, columns: 2)
    #expect(throws: EvaluationError.self) { try FrechetDistance.between(whole, broken) }
    #expect(throws: EvaluationError.self) {
      try Neighbourhoods(broken, try ComputeContext(threads: 1)) { _ in }
    }
  }

  @Test func imagesThatAreAllAlikeGiveNumbers() throws {
    let context = try ComputeContext(threads: 1)
    let alike = RowMatrix([Float](repeating: 3, count: 30 * 4), columns: 4)
    let others = sampleFeatures(seed: 1, substream: 0, rows: 30, columns: 4)
    for (x, y) in [(alike, others), (others, alike), (alike, alike)] {
      #expect(try FrechetDistance.between(x, y).isFinite)
      let found = try Comparison(x, y, context)
      for value in [
        found.kernel.value, found.kernel.standardError, found.precision, found.recall, found.density, found.coverage,
      ] {
        #expect(value.isFinite)
      }
    }
    #expect(try FrechetDistance.between(alike, alike) == 0)
  }

  /// Large kernels cancel to what rounding leaves of them.
  @Test func setsOfOneVectorAreAtNoKernelDistance() throws {
    let context = try ComputeContext(threads: 1)
    for value in [Float(31.7), 613.3] {
      let alike = RowMatrix([Float](repeating: value, count: 97 * 3), columns: 3)
      #expect(try Comparison(alike, alike, context).kernel.value == 0)
      #expect(try KernelDistance.value(alike, alike, context) == 0)
    }
  }

  @Test func noIntervalOfADistanceThatCannotBeNegativeGoesBelowZero() throws {
    let context = try ComputeContext(threads: 1)
    func side(_ substream: UInt32) throws -> Side {
      let features = sampleFeatures(seed: 4, substream: substream, rows: 40, columns: 1)
      return Side(
        images: ImageSet(Shape(channels: 1), bytes: [UInt8](repeating: 0, count: 40)),
        read: ReadImages(features: features, probabilities: nil),
        neighbourhoods: try Neighbourhoods(features, context) { _ in })
    }
    let found = try PairFigures(side(0), against: side(1), context) { _ in }
    let interval = try #require(found.frechet?.interval)
    #expect(interval.lowerBound == 0 && interval.upperBound > 0)
    // An estimate that may be negative keeps its interval.
    #expect(try #require(found.kernel.interval).lowerBound < 0)
  }
}
