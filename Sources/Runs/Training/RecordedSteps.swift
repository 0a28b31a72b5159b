import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// What a recording of training steps holds, by the names of its tensors.
///
/// `before.` has the state that the first step began with; `step.0.`, `step.1.` ... the real images and the latents of a
/// step, its metrics in the order of the log, the gradient that each optimiser used, and the state after it. Images
/// have PyTorch's order, weights PyTorch's names.
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

  /// A step, as it lies in the trainer's memory when it has just been made; to plan with, without its input.
  func step(_ index: Int, _ progress: TrainingProgress? = nil) -> [SafetensorsSource] {
    let prefix = "step.\(index)."
    let (configuration, input) = (state.configuration, progress?.input)
    let image = configuration.architecture.image
    let metrics = progress?.metrics
    func floats(_ name: String, _ shape: [Int], _ read: @escaping () -> [Float]) -> SafetensorsSource {
      SafetensorsSource(name: prefix + name, shape: shape, elementType: .float32) { .float32(read()) }
    }
    return [
      floats("real", [configuration.batchSize, image.channels, image.height, image.width]) {
        input.map { Self.channelsFirst($0.real) } ?? []
      },
      floats("latents", [configuration.batchSize, configuration.architecture.latentSize]) {
        input?.latents.values ?? []
      },
      floats("metrics", [4]) {
        [metrics?.discriminatorLoss, metrics?.generatorLoss, metrics?.realProbability, metrics?.fakeProbability]
          .compactMap { $0 }.map(Float.init)
      },
    ] + gradients.map { SafetensorsSource($0, prefix: prefix + "gradient.") }
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
      layout.diskOrder(images.window(start: $0 * image.imageCount, shape: image).values)
    }
  }
}
