extension TrainingSettings {
  /// The settings as they are, or, where the recipe wishes it and the discriminator allows for it, with the relativistic
  /// loss and both gradient penalties.
  ///
  /// That is a discriminator which is linear but for its rectifiers, so one without batch norm. Against it a generator of
  /// several fully connected layers can come to draw one picture over and over; with the loss of pairs, R1 and R2 it was
  /// not seen to (Huang et al., 2024, "The GAN is dead; long live the GAN!"). A generator that is convolutions behind the
  /// projection of its latent vector learns sooner without. Settings that name a loss, penalties or smooth labels of
  /// their own stay as they are.
  public func penalizedWherePossible(_ architecture: Architecture) -> TrainingSettings {
    let (own, plain) = (self, TrainingSettings())
    guard recipe.penalizesWherePossible, own.loss == plain.loss, !own.penalty.isOn,
      own.labelSmoothing == plain.labelSmoothing,
      let generator = try? architecture.generatorPlan(), generator.fullyConnectedLayers > 1,
      let discriminator = try? architecture.discriminatorPlan(), discriminator.layerWithCurvature == nil
    else { return self }
    var settings = self
    settings.loss = .relativistic
    (settings.penalty.r1, settings.penalty.r2) = (1, 1)
    return settings
  }

  /// What ``penalizedWherePossible(_:)`` added for these networks, taken back: the settings before, if these are what it
  /// makes of them.
  public func withoutImpliedPenalties(_ architecture: Architecture) -> TrainingSettings {
    let plain = TrainingSettings()
    var settings = self
    settings.loss = plain.loss
    (settings.penalty.r1, settings.penalty.r2) = (plain.penalty.r1, plain.penalty.r2)
    return settings.penalizedWherePossible(architecture) == self ? settings : self
  }
}
