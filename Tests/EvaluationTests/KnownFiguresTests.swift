import TensorCore
import Testing

@testable import Evaluation

/// Figures whose values are known beforehand.
@Suite struct KnownFiguresTests {
  private func diagonal(_ values: [Double]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(size: values.count)
    for (index, value) in values.enumerated() { matrix[index, index] = value }
    return matrix
  }

  /// Covariances that commute have the distance |m1 - m2|^2 + sum of (s1 - s2)^2, s being the standard deviations.
  @Test func fréchetDistanceOfNormalDistributionsHasItsClosedForm() {
    let distance = FrechetDistance.between(
      Moments(mean: [1, 0, -2], covariance: diagonal([4, 1, 0.25])),
      Moments(mean: [0, 2, -2], covariance: diagonal([9, 1, 4])))
    #expect(abs(distance - (1 + 4 + 1 + 0 + 2.25)) < 1e-12)
  }

  @Test func eigenvaluesOfAMatrixAreThoseItWasMadeOf() {
    // The second difference on a line of n points: 2 - 2 cos(pi i / (n + 1)), by their sums and products.
    let size = 20
    var matrix = SymmetricMatrix(size: size)
    for index in 0..<size {
      matrix[index, index] = 2
      if index > 0 {
        matrix[index, index - 1] = -1
        matrix[index - 1, index] = -1
      }
    }
    let eigen = SymmetricEigen(matrix)
    #expect(abs(eigen.values.reduce(0, +) - Double(2 * size)) < 1e-12)
    #expect(abs(eigen.values.reduce(1, *) - Double(size + 1)) < 1e-10)
    let root = matrix.squareRoot
    let identity = diagonal([Double](repeating: 1, count: size))
    let squared = root.conjugating(identity)
    for place in matrix.values.indices { #expect(abs(squared.values[place] - matrix.values[place]) < 1e-12) }
  }

  @Test func identicalSetsAreAsCloseAsCanBe() throws {
    let context = try ComputeContext(threads: 2)
    let x = sampleFeatures(seed: 9, substream: 0, rows: 150, columns: 12)
    let trace = Moments(x, rows: Array(0..<x.count)).covariance.trace
    #expect(try FrechetDistance.between(x, x) <= 1e-6 * trace)
    let found = try Comparison(x, x, context)
    #expect(found.precision == 1 && found.recall == 1 && found.coverage == 1)
    // Each image lies in its own neighbourhood beside its neighbours'.
    #expect(found.density > 1)
    #expect(found.kernel.value < 0)
  }

  @Test func shuffledOrderGivesTheSameFigures() throws {
    let context = try ComputeContext(threads: 2)
    let x = sampleFeatures(seed: 9, substream: 0, rows: 150, columns: 12)
    let y = sampleFeatures(seed: 9, substream: 1, rows: 130, columns: 12, shift: 0.5)
    let order = RandomStream(seed: 3, purpose: .shuffle).shuffledIndices(count: x.count)
    let (found, shuffled) = (try Comparison(x, y, context), try Comparison(x.rows(order), y, context))
    #expect(found.precision == shuffled.precision && found.recall == shuffled.recall)
    #expect(found.density == shuffled.density && found.coverage == shuffled.coverage)
    #expect(abs(found.kernel.value - shuffled.kernel.value) < 1e-12)
    let difference = try FrechetDistance.between(x, y) - FrechetDistance.between(x.rows(order), y)
    #expect(abs(difference) < 1e-10)
  }

  @Test func figuresHaveTheSameBitsForAnyThreadsAndInstructionSet() throws {
    let x = sampleFeatures(seed: 9, substream: 0, rows: 601, columns: 13)
    let y = sampleFeatures(seed: 9, substream: 1, rows: 997, columns: 13, shift: 0.5)
    let expected = try Comparison(x, y, try ComputeContext(threads: 1))
    for instructionSet in InstructionSet.available {
      for threads in [1, 2, 7] {
        let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: .scattered(seed: 5))
        #expect(try Comparison(x, y, context) == expected, "\(instructionSet), \(threads) threads")
      }
    }
  }

  @Test func scoreIsOneWithoutKnowledgeAndTheNumberOfClassesWithAllOfIt() {
    #expect(abs(ClassifierScore.score(mean([[0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]])) - 1) < 1e-12)
    #expect(abs(ClassifierScore.score(mean([[1, 0, 0], [0, 1, 0], [0, 0, 1]])) - 3) < 1e-12)
    #expect(abs(ClassifierScore.score(mean([[0, 1, 0], [0, 1, 0]])) - 1) < 1e-12)
  }

  private func mean(_ probabilities: [[Double]]) -> [Double] {
    let rows = ClassifierScore.contributions(probabilities)
    return rows[0].indices.map { index in rows.reduce(0) { $0 + $1[index] } / Double(rows.count) }
  }

  @Test func classSharesDifferByThePartThatWouldHaveToChange() {
    #expect(ClassHistogram.difference([0.5, 0.5, 0], from: [0.25, 0.25, 0.5]) == 0.5)
    #expect(ClassHistogram.shares([0, 2, 2, 2], count: 4) == [0.25, 0, 0.75, 0])
  }

  @Test func intervalsHoldTheirFigureAndNarrowWithMoreImages() throws {
    let context = try ComputeContext(threads: 2)
    func interval(_ count: Int) throws -> ClosedRange<Double> {
      let figure = Resampling(count: count, context).mean((0..<count).map { $0 % 4 == 0 ? 1 : 0 })
      #expect(figure.value == 0.25)
      return try #require(figure.interval)
    }
    let (few, many) = (try interval(100), try interval(1600))
    #expect(few.contains(0.25) && many.contains(0.25))
    // The standard deviation is the root of 3/16 over that of the count: 0.043 and 0.011, and 1.96 of it on each side.
    #expect(abs(few.upperBound - few.lowerBound - 0.17) < 0.04)
    #expect(abs(many.upperBound - many.lowerBound - 0.042) < 0.01)
  }
}
