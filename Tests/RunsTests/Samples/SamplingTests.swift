import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct SamplingTests {
  let directory: TemporaryDirectory
  let model: LoadedModel

  init() throws {
    directory = try TemporaryDirectory()
    let state = try TrainingState.trained(.sample(), steps: 3)
    try Checkpoint.write(state, to: directory.file("model.safetensors"))
    model = try LoadedModel(path: directory.file("model.safetensors"))
  }

  private func images(
    count: Int, first: UInt32 = 0, batch: Int, threads: Int = 1, seed: UInt64 = 5,
    distribution: LatentDistribution = .normal
  ) throws -> [[Float]] {
    let generator = try model.generator(maximumImages: batch, try ComputeContext(threads: threads))
    var images: [[Float]] = []
    generator.sample(count: count, first: first, seed: seed, distribution: distribution) { place, image in
      #expect(place == images.count)
      #expect(image.shape == Architecture.small.image)
      images.append(image.values)
    }
    return images
  }

  @Test func anImageDependsOnItsNumberAloneNotOnTheBatchTheCountTheFirstImageOrTheThreads() throws {
    let all = try images(count: 7, batch: 7)
    #expect(Set(all).count == 7)
    for batch in [1, 2, 3, 5, 64] {
      #expect(try images(count: 7, batch: batch) == all)
    }
    for first in 0..<7 {
      #expect(try images(count: 7 - first, first: UInt32(first), batch: 4, threads: 3) == Array(all[first...]))
    }
  }

  @Test func anotherSeedOrDistributionGivesOtherImages() throws {
    let images = try images(count: 2, batch: 2)
    #expect(try self.images(count: 2, batch: 2, seed: 6) != images)
    #expect(try self.images(count: 2, batch: 2, distribution: .uniform) != images)
  }

  @Test func valuesAreThoseOfAHyperbolicTangent() throws {
    #expect(try images(count: 20, batch: 8).allSatisfy { $0.allSatisfy { (-1...1).contains($0) } })
  }

  @Test func samplingFromTheGeneratorInTrainingGivesTheSameImagesAndLeavesItsTrainingAsItWas() throws {
    let configuration = TrainingConfiguration.sample()
    let context = try ComputeContext.single()
    let trainer = try Trainer.sample(configuration, context)
    try trainer.train(lastStep: 3, observers: [])
    let before = trainer.state.allValues
    var images: [[Float]] = []
    trainer.state.generator.sample(count: 11, first: 0, seed: 5, distribution: .normal) { images.append($1.values) }
    #expect(images == (try self.images(count: 11, batch: 4)))
    #expect(trainer.state.allValues == before)
  }
}
