import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// A checkpoint, for `dcgan inspect`.
struct CheckpointReport: InspectionReport {
  private let checkpoint: Checkpoint
  private let generator: NetworkPlan
  private let discriminator: NetworkPlan

  init(_ checkpoint: Checkpoint) throws {
    self.checkpoint = checkpoint
    generator = try checkpoint.configuration.architecture.generatorPlan()
    discriminator = try checkpoint.configuration.architecture.discriminatorPlan()
  }

  var text: String {
    let configuration = checkpoint.configuration
    let architecture = configuration.architecture
    var facts = TextTable([.left, .left])
    facts.add(["checkpoint", checkpoint.path])
    facts.add(["architecture", architecture.name])
    facts.add(["step", checkpoint.step.grouped])
    facts.add([
      "epoch",
      "\(checkpoint.epochsDone) done, \(checkpoint.step % configuration.batchesPerEpoch) of "
        + "\(configuration.batchesPerEpoch) steps of the next",
    ])
    facts.add([
      "data", "\(configuration.data.imageCount.grouped) images of \(Self.text(architecture.image))",
    ])
    facts.add(["batch size", String(configuration.batchSize)])
    facts.add([
      "Adam",
      "learning rate \(configuration.optimizer.learningRate), beta1 \(configuration.optimizer.beta1), "
        + "beta2 \(configuration.optimizer.beta2)",
    ])
    facts.add(["latents", "\(architecture.latentSize) values, \(configuration.latentDistribution.rawValue)"])
    facts.add(["seed", String(configuration.seed)])
    return
      (facts.lines + ["", "Generator"] + Self.table(generator) + ["", "Discriminator"]
      + Self.table(discriminator)).joined(separator: "\n")
  }

  private static func table(_ plan: NetworkPlan) -> [String] {
    var table = TextTable([.right, .left, .left, .right, .right])
    table.add(["", "layer", "output", "parameters", "multiply-adds"])
    for (index, layer) in plan.layers.enumerated() {
      table.add([
        String(index), layer.description.summary, text(layer.output), layer.parameterCount.grouped,
        layer.multiplyAdds.grouped,
      ])
    }
    table.add(["", "total", "", plan.parameterCount.grouped, plan.multiplyAdds.grouped])
    return table.lines
  }

  private static func text(_ shape: Shape) -> String { "\(shape.height)x\(shape.width)x\(shape.channels)" }

  var json: JSONValue {
    let configuration = checkpoint.configuration
    return .object([
      "kind": .string("checkpoint"),
      "path": .string(checkpoint.path),
      "step": .number(checkpoint.step),
      "epoch": .number(checkpoint.epochsDone),
      "architecture": configuration.architecture.json,
      "configuration": configuration.json,
      "generator": Self.json(generator),
      "discriminator": Self.json(discriminator),
      "tensors": .object(checkpoint.tensorShapes.mapValues { .array($0.map { .number($0) }) }),
    ])
  }

  private static func json(_ plan: NetworkPlan) -> JSONValue {
    .object(["parameters": .number(plan.parameterCount), "multiplyAdds": .number(plan.multiplyAdds)])
  }
}

extension LayerDescription {
  /// The layer in a few words.
  fileprivate var summary: String {
    switch self {
    case .linear(_, let bias): "linear" + (bias ? ", bias" : "")
    case .reshape: "reshape"
    case .convolution(let it): "convolution \(it.summary)"
    case .transposedConvolution(let it, let outputPadding):
      "transposed convolution \(it.summary)" + (outputPadding > 0 ? ", output padding \(outputPadding)" : "")
    case .batchNorm: "batch normalisation"
    case .relu: "ReLU"
    case .leakyReLU(let slope): "leaky ReLU \(slope)"
    case .tanh: "tanh"
    }
  }
}

extension ConvolutionDescription {
  fileprivate var summary: String {
    "\(kernelSize)x\(kernelSize), stride \(stride), padding \(padding.summary)" + (bias ? ", bias" : "")
  }
}
