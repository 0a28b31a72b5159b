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
  }
}

extension TrainingConfiguration {
  /// Refuses means of training that do not go together, or with the networks.
  ///
  /// - Throws: ``SettingConflict``; ``ArchitectureError`` if the architecture does not fit together.
  func checkMeans() throws {
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
}
