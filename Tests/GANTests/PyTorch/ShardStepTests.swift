import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Steps whose batches are divided into shards, against PyTorch (`scripts/reference/make_shards_golden.py`).
struct ShardStepTests {
  private static let names = ["dcgan28-shards", "plain28-shards"]

  private func settings(_ golden: PyTorchGolden) throws -> TrainingSettings {
    let own = try #require(golden.settings)
    var settings = TrainingSettings()
    settings.batchSize = golden.batchSize
    settings.convolutionMethod = .direct
    settings.seed = golden.seed
    settings.loss = AdversarialLoss(rawValue: golden.loss) ?? .nonSaturating
    settings.shards = try #require(own.shards)
    settings.keptFakes = own.topFakes ?? 1
    settings.penalty.r1 = own.r1 ?? 0
    settings.penalty.interval = own.penaltyEvery ?? 16
    settings.augmentations = own.augment.flatMap(Augmentations.init(settingText:)) ?? []
    return settings
  }

  /// Makes the steps, and collects what is compared.
  private func replay(_ golden: PyTorchGolden, _ settings: TrainingSettings) throws -> [String: [Double]] {
    let context = try ComputeContext(threads: 2)
    let (architecture, images) = try (golden.architecture(), golden.images())
    let configuration = TrainingConfiguration(
      architecture: architecture, data: .init(imageCount: images.count, checksum: 0), settings: settings)
    let state = try TrainingState(configuration, context)
    let source = BatchSource(images, configuration, context)
    let step = TrainingStep(configuration, context)
    let initial = tensors(state) { $0.values }

    var quantities: [String: [Double]] = [:]
    for number in 1...golden.steps {
      let metrics = step(state, real: source.batch(step: number - 1))
      quantities["step \(number): metrics"] = [
        metrics.discriminatorLoss, metrics.generatorLoss, metrics.realProbability, metrics.fakeProbability,
      ]
      guard number == 1 else { continue }
      for (name, gradient) in tensors(state, { $0.training?.gradients }) {
        quantities["step 1: gradient of \(name)"] = gradient
      }
      for (name, values) in tensors(state, { $0.values }) {
        quantities["step 1: change of \(name)"] = zip(values, initial[name] ?? []).map { $0 - $1 }
      }
    }
    for item in state.networkState where item.name.contains("running") {
      if case .floats(let values) = item.read() { quantities[item.name] = values.map(Double.init) }
    }
    return quantities
  }

  /// Every trained tensor's part of a buffer, in PyTorch's order.
  private func tensors(_ state: TrainingState, _ buffer: (Parameters) -> Tensor?) -> [String: [Double]] {
    var tensors: [String: [Double]] = [:]
    for network in [state.generator.network, state.discriminator.network] {
      guard let buffer = buffer(network.parameters) else { continue }
      for item in network.parameters.namedState(of: buffer, prefix: "\(network.name).") {
        if case .floats(let values) = item.read() { tensors[item.name] = values.map(Double.init) }
      }
    }
    return tensors
  }

  @Test(arguments: names) func stepsOfShardsAgreeWithPyTorchs(name: String) throws {
    let golden = try PyTorchGolden.load(name)
    let disagreements = golden.disagreements(with: try replay(golden, try settings(golden)))
    for sentence in disagreements.values { Issue.record("\(sentence)") }
  }

  private static let changes: [(name: String, change: @Sendable (inout TrainingSettings) -> Void)] = [
    (names[0], { $0.shards = 2 }), (names[0], { $0.shards = 1 }), (names[0], { $0.keptFakes = 1 }),
    (names[1], { $0.shards = 4 }), (names[1], { $0.shards = 1 }), (names[1], { $0.penalty.r1 = 3900 }),
    (names[1], { $0.augmentations = .flip }),
  ]

  @Test(arguments: changes.indices) func aNumberThatDiffersIsSeen(index: Int) throws {
    let golden = try PyTorchGolden.load(Self.changes[index].name)
    var settings = try settings(golden)
    Self.changes[index].change(&settings)
    #expect(!golden.disagreements(with: try replay(golden, settings)).isEmpty)
  }
}
