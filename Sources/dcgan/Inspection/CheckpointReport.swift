import Runs
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
      "data", "\(configuration.data.imageCount.grouped) images of \(architecture.image.imageText)",
    ])
    facts.add(["batch size", String(configuration.batchSize)])
    facts.add([
      "Adam",
      "learning rate \(configuration.optimizer.learningRate), "
        + (configuration.discriminatorLearningRate.map { "discriminator's \($0), " } ?? "")
        + "beta1 \(configuration.optimizer.beta1), beta2 \(configuration.optimizer.beta2)",
    ])
    if checkpoint.rollbacks > 0 {
      facts.add([
        "rollbacks",
        "\(checkpoint.rollbacks), after which the learning rates are \(checkpoint.learningRateFactor) of those above",
      ])
    }
    facts.add(["latents", "\(architecture.latentSize) values, \(configuration.latentDistribution.rawValue)"])
    facts.add(["loss", configuration.generatorLoss.rawValue])
    facts.add(["convolution", configuration.convolutionMethod.rawValue])
    facts.add(["seed", String(configuration.seed)])
    return
      (facts.lines + ["", "Generator"] + NetworkTable.lines(generator) + ["", "Discriminator"]
      + NetworkTable.lines(discriminator)).joined(separator: "\n")
  }

  var json: JSONValue {
    let configuration = checkpoint.configuration
    return .object([
      "kind": .string("checkpoint"),
      "path": .string(checkpoint.path),
      "step": .number(checkpoint.step),
      "epoch": .number(checkpoint.epochsDone),
      "rollbacks": .number(checkpoint.rollbacks),
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
