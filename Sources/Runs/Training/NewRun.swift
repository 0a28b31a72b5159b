import GAN

/// A run that is yet to begin, as data.
public struct NewRun {
  /// The networks.
  public var architecture: Architecture
  /// The images to learn from.
  public var data: TrainingData
  /// What the result depends on beside them.
  public var training: TrainingSettings
  /// What the run does beside training.
  public var settings = RunSettings()
  /// Where it goes; the next free number under `runs/` if `nil`.
  public var directory: RunDirectory?
  /// Whether a run that the directory holds already is removed.
  public var replacesRun = false
  /// The model whose networks it begins with, in place of weights drawn at random. They must be of ``architecture``.
  public var initialNetworks: LoadedModel?

  /// Describes a run with the settings of the recipe that is the default for so many images.
  public init(_ architecture: Architecture, _ data: TrainingData) {
    self.architecture = architecture
    self.data = data
    training = Recipe.chosen(imageCount: data.images.count).settings.conditionalWherePossible(architecture, data)
      .penalizedWherePossible(architecture)
  }

  /// What the result depends on. A schedule whose length is left open has that of the run.
  public var configuration: TrainingConfiguration {
    TrainingConfiguration(
      architecture: architecture, data: data.identity(isConditional: training.isConditional),
      settings: training.planned(epochs: settings.epochs))
  }

  /// The run with the networks that go by the classes of its images, if it is conditional; as it is if not.
  ///
  /// - Throws: ``FileFormats/FileError`` if the images have no labels, or are all of one class;
  ///   ``GAN/ArchitectureError`` if the networks have no place for classes, or are for another number of them.
  package func conditioned() throws -> NewRun {
    guard training.isConditional else { return self }
    var run = self
    run.architecture = try architecture.conditional(classes: try data.classes().counts.count)
    return run
  }
}

extension TrainingSettings {
  /// The settings as they are, or without classes, where the images have none that can be learnt or the networks no
  /// place for them. A recipe's wish to go by classes is met that way wherever it can be.
  public func conditionalWherePossible(_ architecture: Architecture, _ data: TrainingData) -> TrainingSettings {
    var settings = self
    let classes = isConditional ? try? data.classes().counts.count : nil
    settings.isConditional = classes.flatMap { try? architecture.conditional(classes: $0) } != nil
    return settings
  }
}
