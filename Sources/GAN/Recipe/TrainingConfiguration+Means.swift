import NeuralNetwork

/// Settings of a run that contradict each other, or do not go with its networks.
public struct SettingConflict: Error, Equatable, CustomStringConvertible {
  /// What contradicts what, as a sentence.
  public let description: String
  /// What it is about.
  public let kind: Kind

  /// A kind of conflict, by which a command knows what to advise.
  public enum Kind: Sendable {
    /// Smooth labels with a loss that has no labels.
    case labels
    /// A gradient penalty with a discriminator that it cannot be taken through.
    case penalty
    /// Classes that the run, its networks and its data do not agree on.
    case classes
    /// Shards that do not divide the batch.
    case shards
  }
}

extension TrainingConfiguration {
  /// Refuses means of training that do not go together, or with the networks.
  ///
  /// - Throws: ``SettingConflict``; ``ArchitectureError`` if the architecture does not fit together.
  func checkMeans() throws {
    try architecture.checkClasses()
    if let classFault { throw SettingConflict(description: classFault, kind: .classes) }
    guard settings.shardsDivideBatch else {
      throw SettingConflict(
        description: "A batch of \(settings.batchSize) cannot be divided into \(settings.shards) shards of as many "
          + "images each.", kind: .shards)
    }
    if settings.labelSmoothing > 0, !settings.loss.takesSmoothLabels {
      throw SettingConflict(
        description:
          "Label smoothing is for losses that are about verdicts, and the loss '\(settings.loss.rawValue)' is "
          + "about differences.", kind: .labels)
    }
    if settings.penalty.isOn, let layer = try architecture.discriminatorPlan().layerWithCurvature {
      throw SettingConflict(
        description: "A gradient penalty needs a discriminator that is linear but for its rectifiers, and that of "
          + "'\(architecture.name)' has another layer: \(layer.description.summary).", kind: .penalty)
    }
  }

  /// Refuses to normalise single values: the statistics of one are itself and zero, and such a layer would give nothing
  /// but its bias.
  ///
  /// - Throws: ``ArchitectureError``, also if the architecture does not fit together.
  func checkStatistics() throws(ArchitectureError) {
    let plans = [try architecture.generatorPlan(), try architecture.discriminatorPlan()]
    if settings.shardSize > 1 { return }
    for layer in plans.flatMap(\.layers)
    where layer.description == .batchNorm && layer.input.height * layer.input.width == 1 {
      let isWhole = settings.shards == 1
      throw ArchitectureError(
        "Batch normalisation needs more than one value a channel, and a \(isWhole ? "batch" : "shard") of 1 image has "
          + "a single one in a layer of 1x1 pixels. "
          + (isWhole ? "Use a batch size of at least 2." : "Use fewer shards."))
    }
  }

  /// Why the classes of the networks and the data do not go with each other or with the run, as a sentence; `nil` if
  /// they do. Networks may tell apart more classes than there are images of.
  var classFault: String? {
    let networks = architecture.classCount
    guard settings.isConditional else {
      return networks.map {
        "The networks of '\(architecture.name)' are for \($0) classes, and the run is not conditional."
      }
        ?? data.classes.map { _ in "The data of a run that is not conditional have no classes." }
    }
    guard let networks else {
      return "The run is conditional, and the networks of '\(architecture.name)' go by no classes."
    }
    guard let classes = data.classes else { return "The run is conditional, and its images have no labels." }
    guard classes.counts.count > networks else { return nil }
    return "The networks are for \(networks) classes, and the images have \(classes.counts.count)."
  }
}
