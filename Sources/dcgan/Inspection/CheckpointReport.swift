import FileFormats
import GAN
import NeuralNetwork
import Runs
import TensorCore

/// A checkpoint, for `dcgan inspect`.
struct CheckpointReport: InspectionReport {
  private let checkpoint: Checkpoint
  private let generator: NetworkPlan
  private let discriminator: NetworkPlan
  private let quality: QualityReport
  /// Whose networks the run began with, if that is known.
  private let initialNetworks: RunConfiguration.InitialNetworks?
  /// What became of the run, if its log tells.
  private let outcome: OutcomeText?

  init(_ checkpoint: Checkpoint, of run: RunDirectory? = nil) throws {
    self.checkpoint = checkpoint
    quality = QualityReport(checkpoint)
    initialNetworks = run.flatMap { try? RunConfiguration($0).initialNetworks }
    outcome = run.flatMap { try? RunOutcome($0) }.map { OutcomeText(outcome: $0) }
    generator = try checkpoint.configuration.architecture.generatorPlan()
    discriminator = try checkpoint.configuration.architecture.discriminatorPlan()
  }

  func text(within columns: Int?) -> String {
    let configuration = checkpoint.configuration
    let architecture = configuration.architecture
    var facts = TextTable.facts
    facts.add(["checkpoint", checkpoint.path])
    facts.add(["architecture", architecture.name])
    facts.add(["step", checkpoint.step.grouped])
    let position = checkpoint.position
    facts.add([
      "epoch",
      "\(position.epochsDone) done, \(position.stepsOfNextEpoch) of \(position.batchesPerEpoch) steps of the next",
    ])
    facts.add([
      "data", "\(counted(configuration.data.imageCount, "image")) of \(architecture.image.imageText)",
    ])
    if let classes = configuration.data.classes {
      facts.add(["classes", classes.present.map(classes.name(of:)).joined(separator: ", ")])
    }
    facts.add(["latent size", String(architecture.latentSize)])
    facts.add([TrainingSettings.Table.recipe.title, configuration.recipe.rawValue])
    // What a file leaves out is off, as before there was the setting.
    for setting in TrainingSettings.table where setting.key != TrainingSettings.Table.recipe.key {
      guard setting.json(in: configuration.settings) != nil else { continue }
      if let text = setting.ownText(in: configuration.settings) { facts.add([setting.title, text]) }
    }
    if checkpoint.rollbacks > 0 {
      facts.add([
        "rollbacks",
        "\(checkpoint.rollbacks), after which the learning rates are \(checkpoint.learningRateFactor) of those above",
      ])
    }
    quality.rows.forEach { facts.add($0) }
    if let initialNetworks {
      facts.add(["begun with", "the networks of \(initialNetworks.path), step \(initialNetworks.step.grouped)"])
    }
    for change in configuration.history.changes {
      facts.add(["changed", "after step \(change.step.grouped): \(ChangeText.text(change))"])
    }
    if let outcome {
      facts.add(["trained for", outcome.extent])
      facts.add(["lately", outcome.measures])
      facts.add(["health", outcome.health])
      facts.add(["verdict", outcome.verdict])
    }
    return
      (facts.lines(within: columns) + ["", "Generator"] + NetworkTable.lines(generator, within: columns)
      + ["", "Discriminator"] + NetworkTable.lines(discriminator, within: columns)).joined(separator: "\n")
  }

  var json: JSONValue {
    let configuration = checkpoint.configuration
    var members: [String: JSONValue] = [
      "kind": .string("checkpoint"),
      "path": .string(checkpoint.path),
      "step": .number(checkpoint.step),
      "epoch": .number(checkpoint.position.epochsDone),
      "rollbacks": .number(checkpoint.rollbacks),
      "architecture": configuration.architecture.json,
      "configuration": configuration.json,
      "generator": Self.json(generator),
      "discriminator": Self.json(discriminator),
      "tensors": .object(checkpoint.tensorShapes.mapValues { .array($0.map { .number($0) }) }),
    ]
    members["outcome"] = outcome?.json
    members["initialNetworks"] = initialNetworks.map {
      .object(["path": .string($0.path), "step": .number($0.step)])
    }
    return .object(members.merging(quality.json) { own, _ in own })
  }

  private static func json(_ plan: NetworkPlan) -> JSONValue {
    .object(["parameters": .number(plan.parameterCount), "multiplyAdds": .number(plan.multiplyAdds)])
  }
}
