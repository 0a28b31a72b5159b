import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

struct ClassChoiceTests {
  /// Four standard deviations of a binomial distribution.
  @Test func classesAreDrawnAsOftenAsTheDataHaveThem() {
    let counts = [10, 0, 30, 60]
    let choice = ClassChoice(drawnBy: counts)
    var drawn = [0, 0, 0, 0]
    for image in 0..<10_000 { drawn[choice.number(place: 0, image: UInt32(image), seed: 3, .samples)] += 1 }
    for (count, found) in zip(counts, drawn) {
      let share = Double(count) / 100
      #expect(abs(Double(found) - 10_000 * share) <= 4 * (10_000 * share * (1 - share)).squareRoot())
    }
  }

  @Test func aDrawnClassDependsOnSeedPurposeAndNumberAlone() {
    let choice = ClassChoice(drawnBy: [1, 1, 1])
    func classes(seed: UInt64, _ purpose: ClassChoice.Purpose, place: Int) -> [Int] {
      (0..<50).map { choice.number(place: place + $0, image: UInt32($0), seed: seed, purpose) }
    }
    let first = classes(seed: 1, .samples, place: 0)
    #expect(first == classes(seed: 1, .samples, place: 7))
    #expect(first != classes(seed: 2, .samples, place: 0))
    #expect(first != classes(seed: 1, .statistics, place: 0))
  }

  @Test func classesThatAreAskedForTakeTurns() {
    let choice = ClassChoice([5, 2])
    #expect((0..<5).map { choice.number(place: $0, image: 9, seed: 1, .samples) } == [5, 2, 5, 2, 5])
  }

  @Test func aGridHasAColumnForEachClassAndARowForEachLatent() throws {
    let grid = try #require(ClassGrid(fitting: 10, classes: [4, 0, 7]))
    #expect(grid.rows == 3 && grid.columns == 3 && grid.count == 9)
    #expect(grid.imageClasses == [4, 0, 7, 4, 0, 7, 4, 0, 7])
    #expect(grid.latents == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(ClassGrid(fitting: 2, classes: [4, 0, 7]) == nil)
    #expect(ClassGrid(fitting: 2, classes: []) == nil)
  }

  /// Image k is the same in any batch and however many are asked for, and the class says what it is.
  @Test func imagesDependOnLatentAndClassAlone() throws {
    let (configuration, images) = try TrainingConfiguration.conditionalSample()
    let context = try ComputeContext.single()
    let state = try TrainingState(configuration, context)
    try Trainer(state, images: images, context).train(lastStep: 20, observers: [])
    let generator = state.generator
    func sample(_ choice: ClassChoice?, count: Int, first: UInt32) -> [[Float]] {
      generator.classChoice = choice ?? configuration.classChoice
      var found: [[Float]] = []
      generator.sample(count: count, first: first, seed: 5, distribution: .normal) { found.append($1.values) }
      return found
    }
    let all = sample(nil, count: 19, first: 0)
    #expect(sample(nil, count: 3, first: 11) == Array(all[11..<14]))
    let (one, other) = (sample(ClassChoice([0]), count: 6, first: 0), sample(ClassChoice([2]), count: 6, first: 0))
    let turns: [[Float]] = (0..<6).map { $0 % 2 == 0 ? one[$0] : other[$0] }
    #expect(sample(ClassChoice([0, 2]), count: 6, first: 0) == turns)
    for (one, other) in zip(one, other) { #expect(one != other) }
    var grid: [[Float]] = []
    generator.draw(ClassGrid(classes: [2, 0], rows: 4), seed: 5, .normal) { grid.append($1.values) }
    let expected: [[Float]] = (0..<4).flatMap { [other[$0], one[$0]] }
    #expect(grid == expected)
  }
}
