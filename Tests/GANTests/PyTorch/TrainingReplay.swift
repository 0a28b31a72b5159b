import NeuralNetwork
import TensorCore
import TestSupport
import TrainingTestSupport

@testable import GAN

/// Makes the training steps that PyTorch made, and collects what is compared under the same names.
struct TrainingReplay {
  /// The values of each quantity, in PyTorch's order.
  private(set) var quantities: [String: [Double]] = [:]

  private let state: TrainingState
  private let context: ComputeContext
  /// What a forward pass in training moves: it is put back after a look at the logits.
  private let statistics: [NamedState]

  /// Trains the networks on the first images of the small data set, or on its first bytes cut to their size.
  init(
    _ golden: PyTorchGolden, settings: TrainingSettings = TrainingSettings(),
    convolutionMethod: ConvolutionMethod = .direct,
    seed: UInt64? = nil, takesMeans: Bool = true
  ) throws {
    context = try ComputeContext(threads: 2)
    let (architecture, images) = try (golden.architecture(), golden.images())
    var settings = settings
    settings.batchSize = golden.batchSize
    settings.loss = AdversarialLoss(rawValue: golden.loss) ?? .nonSaturating
    if takesMeans, let means = golden.settings { Self.set(means, in: &settings) }
    settings.convolutionMethod = convolutionMethod
    settings.seed = seed ?? golden.seed
    settings.isConditional = golden.classes != nil
    let configuration = TrainingConfiguration(
      architecture: architecture, data: .init(computing: images, isConditional: settings.isConditional),
      settings: settings)
    state = try TrainingState(configuration, context)
    statistics = state.networkState.filter { name in
      [".running_", ".num_batches_", ".weight_u", ".weight_v"].contains { name.name.contains($0) }
    }

    let source = BatchSource(images, configuration, context)
    let step = TrainingStep(configuration, context)
    let initial = tensors { $0.values }
    for number in 1...golden.steps {
      let real = source.batch(step: number - 1)
      lookAhead(real, source.classes, as: "step \(number): ")
      let metrics = step(state, real: real, classes: source.classes)
      quantities["step \(number): metrics"] = [
        metrics.discriminatorLoss, metrics.generatorLoss, metrics.realProbability, metrics.fakeProbability,
      ]
      if number == 1 {
        for (name, gradient) in tensors({ $0.training?.gradients }) {
          quantities["step \(number): gradient of \(name)"] = gradient
        }
      }
      if number == 1 || number == golden.steps {
        for (name, values) in tensors({ $0.values }) {
          quantities["step \(number): change of \(name)"] = zip(values, initial[name] ?? []).map { $0 - $1 }
        }
      }
    }
    for statistic in statistics { quantities[statistic.name] = Self.numbers(statistic.read()) }

    var samples: [Double] = []
    state.generator.sample(count: golden.samples, first: 0, seed: configuration.seed, distribution: .normal) {
      samples += $1.values.map(Double.init)
    }
    quantities["samples"] = samples
  }

  /// Takes over the settings of a golden file.
  private static func set(_ means: PyTorchGolden.Settings, in settings: inout TrainingSettings) {
    settings.labelSmoothing = means.labelSmoothing ?? settings.labelSmoothing
    settings.penalty.r1 = means.r1 ?? settings.penalty.r1
    settings.penalty.r2 = means.r2 ?? settings.penalty.r2
    settings.augmentations = means.augment.flatMap(Augmentations.init(settingText:)) ?? settings.augmentations
    settings.penalty.interval = means.penaltyEvery ?? settings.penalty.interval
  }

  /// Records the logits and images that the coming step will see, and leaves the networks as they were.
  private mutating func lookAhead(_ real: Tensor, _ classes: [Int], as prefix: String) {
    for network in [state.generator.network, state.discriminator.network] { network.classes.set(classes) }
    let before = statistics.map { $0.read() }
    let configuration = state.configuration
    let latents = Tensor(Shape(images: real.shape.images, channels: configuration.architecture.latentSize))
    configuration.latentDistribution.fillBatch(latents, seed: configuration.seed, step: state.step, context)
    func record(_ tensor: Tensor, _ name: String) { quantities[prefix + name] = tensor.values.map(Double.init) }
    let augmenter = Augmenter(configuration, context)
    let seen = augmenter?(real, .realForDiscriminator, step: state.step) ?? real
    record(state.discriminator.network.forward(seen, .training), "logits of real images")
    let fakes = state.generator.network.forward(latents, .training)
    record(fakes, "fake images")
    let seenFakes = augmenter?(fakes, .fakeForDiscriminator, step: state.step) ?? fakes
    record(state.discriminator.network.forward(seenFakes, .training), "logits of fake images")
    for (statistic, values) in zip(statistics, before) { statistic.write(values) }
  }

  /// Every trained tensor's part of a buffer, in PyTorch's order.
  private func tensors(_ buffer: (Parameters) -> Tensor?) -> [String: [Double]] {
    var tensors: [String: [Double]] = [:]
    for (network, parameters) in [
      ("generator", state.generator.network.parameters), ("discriminator", state.discriminator.network.parameters),
    ] {
      guard let buffer = buffer(parameters) else { continue }
      for entry in parameters.entries {
        let values = parameters.window(buffer, entry)
        tensors["\(network).\(entry.name)"] = entry.plan.layout.diskOrder(values).map(Double.init)
      }
    }
    return tensors
  }

  private static func numbers(_ values: NamedState.Values) -> [Double] {
    switch values {
    case .floats(let values): values.map(Double.init)
    case .integers(let values): values.map(Double.init)
    }
  }
}
