import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// What a recording of training steps holds, by the names of its tensors.
///
/// `drawn.latents` and `drawn.images`, of a conditional run with `drawn.classes`, are images as `dcgan sample` draws
/// them before the first step. `before.` has the state that this begins with; `step.0.`, `step.1.` ... the real images
/// and the latents of a step, of a conditional run with the classes of both, its metrics in the order of the log, the
/// gradient that each optimiser used, and the state after it. Images have PyTorch's order, weights PyTorch's names.
struct RecordedSteps {
  private let state: TrainingState

  init(_ state: TrainingState) { self.state = state }

  /// What the steps are about: enough to make them anew.
  func metadata(firstStep: Int, count: Int) -> [String: String] {
    let configuration = state.configuration
    let recording: JSONValue = .object(["format": .number(1), "step": .number(firstStep), "steps": .number(count)])
    let run: JSONValue = .object([
      "architecture": configuration.architecture.json, "configuration": configuration.json,
      "rollbacks": .number(state.rollbacks), "rounding": .number(Rounding.version),
    ])
    return ["recording": recording.text, "run": run.text]
  }

  /// The state that the first step begins with.
  var before: [SafetensorsSource] { lasting.map { SafetensorsSource($0, prefix: "before.") } }

  /// Images before the first step.
  func drawn() -> [SafetensorsSource] {
    let configuration = state.configuration
    let image = configuration.architecture.image
    let count = min(Self.drawnCount, configuration.batchSize)
    var (vectors, images, classes): ([[Float]], [Float], [Int]) = ([], [], [])
    state.withImageGenerator { generator in
      let vector = Tensor(Shape(channels: configuration.architecture.latentSize))
      for number in 0..<count {
        configuration.latentDistribution.fillSamples(vector, seed: 0, first: UInt32(number))
        vectors.append(vector.values)
        if let own = generator.classNumber(place: number, image: UInt32(number), seed: 0) { classes.append(own) }
      }
      generator.draw(vectors, classes: classes.isEmpty ? nil : classes) { images += Self.channelsFirst($1) }
    }
    let size = configuration.architecture.latentSize
    return [
      Self.floats("drawn.latents", [count, size]) { [vectors] in vectors.flatMap { $0 } },
      Self.floats("drawn.images", [count, image.channels, image.height, image.width]) { [images] in images },
    ] + Self.classes("drawn.classes", of: classes)
  }

  /// Images that are drawn, unless batches have fewer.
  private static let drawnCount = 16

  private static func floats(_ name: String, _ shape: [Int], _ read: @escaping () -> [Float]) -> SafetensorsSource {
    SafetensorsSource(name: name, shape: shape, elementType: .float32) { .float32(read()) }
  }

  /// Nothing, if there are no classes.
  private static func classes(_ name: String, of classes: [Int]) -> [SafetensorsSource] {
    guard !classes.isEmpty else { return [] }
    return [
      SafetensorsSource(name: name, shape: [classes.count], elementType: .int64) { .int64(classes.map(Int64.init)) }
    ]
  }

  /// A step, as it lies in the trainer's memory when it has just been made; to plan with, without its input.
  func step(_ index: Int, _ progress: TrainingProgress? = nil) -> [SafetensorsSource] {
    let prefix = "step.\(index)."
    let (configuration, input) = (state.configuration, progress?.input)
    let image = configuration.architecture.image
    let metrics = progress?.metrics
    let batchSize = configuration.batchSize
    let planned = [Int](repeating: 0, count: configuration.isConditional ? batchSize : 0)
    return [
      Self.floats(prefix + "real", [batchSize, image.channels, image.height, image.width]) {
        input.map { Self.channelsFirst($0.real) } ?? []
      },
      Self.floats(prefix + "latents", [batchSize, configuration.architecture.latentSize]) {
        input?.latents.values ?? []
      },
      Self.floats(prefix + "metrics", [4]) {
        [metrics?.discriminatorLoss, metrics?.generatorLoss, metrics?.realProbability, metrics?.fakeProbability]
          .compactMap { $0 }.map(Float.init)
      },
    ] + Self.classes(prefix + "classes", of: input?.classes ?? planned)
      + gradients.map { SafetensorsSource($0, prefix: prefix + "gradient.") }
      + lasting.map { SafetensorsSource($0, prefix: prefix + "after.") }
  }

  /// All that lasts, but for what only watches.
  private var lasting: [NamedState] { state.namedState.filter { !$0.name.hasPrefix(StateName.health) } }

  private var gradients: [NamedState] {
    func of(_ network: Sequential, _ prefix: String) -> [NamedState] {
      network.parameters.training.map { network.parameters.namedState(of: $0.gradients, prefix: prefix) } ?? []
    }
    return of(state.generator.network, StateName.generator) + of(state.discriminator.network, StateName.discriminator)
  }

  private static func channelsFirst(_ images: Tensor) -> [Float] {
    let image = images.shape.with(images: 1)
    let layout = ParameterLayout.grid(image)
    return (0..<images.shape.images).flatMap {
      layout.diskOrder(images.window(start: $0 * image.imageCount, shape: image))
    }
  }
}
