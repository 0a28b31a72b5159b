import TensorCore
import Testing

@testable import GAN

struct LatentsTests {
  private static let size = 5

  private func samples(
    _ distribution: LatentDistribution, count: Int, first: UInt32, seed: UInt64 = 3
  ) -> [[Float]] {
    let latents = Tensor(Shape(images: count, channels: Self.size))
    distribution.fillSamples(latents, seed: seed, first: first)
    let values = latents.values
    return (0..<count).map { Array(values[$0 * Self.size..<($0 + 1) * Self.size]) }
  }

  private func batch(
    _ distribution: LatentDistribution, step: Int, seed: UInt64 = 3, images: Int = 4
  ) throws -> [Float] {
    let latents = Tensor(Shape(images: images, channels: Self.size))
    distribution.fillBatch(latents, seed: seed, step: step, try ComputeContext(threads: 1))
    return latents.values
  }

  @Test(arguments: LatentDistribution.allCases)
  func theLatentOfImageKDependsNeitherOnTheFirstImageNorOnTheCount(distribution: LatentDistribution) {
    let all = samples(distribution, count: 9, first: 0)
    for first in 0..<9 {
      for count in 1...9 - first {
        #expect(samples(distribution, count: count, first: UInt32(first)) == Array(all[first..<first + count]))
      }
    }
    #expect(Set(all).count == all.count)
  }

  @Test(arguments: LatentDistribution.allCases)
  func imageNumbersGoUpToTheLastThat32BitsCanCount(distribution: LatentDistribution) {
    let pair = samples(distribution, count: 2, first: .max - 1)
    #expect(pair[1] == samples(distribution, count: 1, first: .max)[0])
    #expect(pair[0] != pair[1])
  }

  @Test(arguments: LatentDistribution.allCases)
  func anotherSeedGivesOtherLatents(distribution: LatentDistribution) throws {
    #expect(
      samples(distribution, count: 2, first: 0, seed: 3) != samples(distribution, count: 2, first: 0, seed: 4))
    #expect(try batch(distribution, step: 0, seed: 3) != batch(distribution, step: 0, seed: 4))
  }

  @Test(arguments: LatentDistribution.allCases)
  func everyTrainingStepHasLatentsOfItsOwnWhichNoSampleShares(distribution: LatentDistribution) throws {
    var seen = Set(samples(distribution, count: 64, first: 0).flatMap { $0 })
    #expect(seen.count == 64 * Self.size)
    for step in 0..<20 {
      let values = try batch(distribution, step: step)
      #expect(try batch(distribution, step: step) == values)
      for value in values { #expect(seen.insert(value).inserted) }
    }
  }

  /// Latents of 5 values begin at odd elements of the stream, too.
  @Test(arguments: LatentDistribution.allCases)
  func workersShareABatchWithoutChangingIt(distribution: LatentDistribution) throws {
    let alone = try batch(distribution, step: 7, images: 11)
    for threads in [1, 2, 5] {
      let context = try ComputeContext(threads: threads, order: .scattered(seed: 3))
      let latents = Tensor(Shape(images: 11, channels: Self.size))
      distribution.fillBatch(latents, images: 0..<4, seed: 3, step: 7, context)
      distribution.fillBatch(latents, images: 4..<11, seed: 3, step: 7, context)
      #expect(latents.values == alone)
    }
  }

  @Test func normalLatentsHaveTheMean0AndTheVariance1() throws {
    let values = try batch(.normal, step: 0, images: 4000).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    // Six standard errors: sqrt(1 / n) of the mean, sqrt(2 / n) of the variance.
    let error = (1 / Double(values.count)).squareRoot()
    #expect(abs(mean) < 6 * error)
    #expect(abs(variance - 1) < 6 * error * 2.0.squareRoot())
    #expect((values.max() ?? 0) > 3)
  }

  @Test func uniformLatentsLieIn1_1WithTheMean0AndTheVariance1_3() throws {
    let values = try batch(.uniform, step: 0, images: 4000).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let error = (1 / Double(values.count)).squareRoot()
    #expect(values.allSatisfy { (-1...1).contains($0) })
    #expect(abs(mean) < 6 * error / 3.0.squareRoot())
    // The fourth moment is 1/5, so the variance of a square is 1/5 - 1/9.
    #expect(abs(variance - 1.0 / 3) < 6 * error * (1.0 / 5 - 1.0 / 9).squareRoot())
  }
}
