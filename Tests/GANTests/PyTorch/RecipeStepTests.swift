import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// What recipes are made of against PyTorch: learning rates that change, fakes that are left out, the average of the
/// generator's weights and its statistics (`scripts/reference/make_recipe_golden.py`).
struct RecipeStepTests {
  let golden: PyTorchGolden

  init() throws { golden = try PyTorchGolden.load("recipe") }

  private func settings() -> TrainingSettings {
    var settings = TrainingSettings()
    settings.batchSize = golden.batchSize
    settings.convolutionMethod = .direct
    settings.seed = golden.seed
    settings.average.halfLife = 20
    settings.average.rampUp = 0.5
    settings.schedule.shape = .cosine
    settings.schedule.epochs = 2
    settings.schedule.finalFraction = 0.1
    settings.schedule.warmUpSteps = 2
    settings.keptFakes = 0.625
    return settings
  }

  /// Makes the steps, and collects what is compared.
  private func replay(_ settings: TrainingSettings) throws -> [String: [Double]] {
    let context = try ComputeContext(threads: 2)
    let (architecture, images) = try (golden.architecture(), golden.images())
    let configuration = TrainingConfiguration(
      architecture: architecture, data: .init(imageCount: images.count, checksum: 0), settings: settings)
    let state = try TrainingState(configuration, context)
    let source = BatchSource(images, configuration, context)
    let step = TrainingStep(configuration, context)
    let weights = state.namedState.filter { $0.name.hasPrefix("generator.") || $0.name.hasPrefix("average.") }
    let initial = weights.map(Self.numbers)

    var quantities: [String: [Double]] = [:]
    for number in 1...golden.steps {
      let metrics = step(state, real: source.batch(step: number - 1))
      quantities["step \(number): losses"] = [metrics.discriminatorLoss, metrics.generatorLoss]
    }
    for (item, before) in zip(weights, initial) {
      quantities["change of \(item.name)"] = zip(Self.numbers(item), before).map { $0 - $1 }
    }
    var samples: [Double] = []
    state.withImageGenerator { generator in
      for item in generator.network.namedState(prefix: "statistics generator.") {
        quantities[item.name] = Self.numbers(item)
      }
      generator.sample(count: golden.samples, first: 0, seed: configuration.seed, distribution: .normal) {
        samples += $1.values.map(Double.init)
      }
    }
    quantities["samples"] = samples
    return quantities
  }

  private static func numbers(_ item: NamedState) -> [Double] {
    switch item.read() {
    case .floats(let values): values.map(Double.init)
    case .integers(let values): values.map(Double.init)
    }
  }

  @Test func stepsWithAllOfThemAgreeWithPyTorchs() throws {
    let disagreements = golden.disagreements(with: try replay(settings()))
    for sentence in disagreements.values { Issue.record("\(sentence)") }
  }

  private static let changes: [(name: String, change: @Sendable (inout TrainingSettings) -> Void)] = [
    ("change of generator.4.weight", { $0.schedule.shape = .linear }),
    ("change of generator.4.weight", { $0.schedule.warmUpSteps = 0 }),
    ("change of generator.4.weight", { $0.schedule.finalFraction = 0 }),
    ("change of generator.4.weight", { $0.keptFakes = 0.75 }),
    ("change of average.generator.4.weight", { $0.average.halfLife = 10 }),
    ("change of average.generator.4.weight", { $0.average.rampUp = 0.4 }),
    ("samples", { $0.average.halfLife = 0 }),
  ]

  @Test(arguments: changes.indices) func aNumberThatDiffersIsSeen(index: Int) throws {
    let (name, change) = Self.changes[index]
    var settings = settings()
    change(&settings)
    #expect(golden.disagreements(with: try replay(settings))[name] != nil)
  }
}
