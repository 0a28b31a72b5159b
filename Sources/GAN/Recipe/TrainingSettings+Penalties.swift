extension TrainingSettings {
  /// The settings as they are, or, where the recipe wishes it and the discriminator allows for it, with the relativistic
  /// loss and both gradient penalties.
  ///
  /// A discriminator without batch norm has nothing that keeps its gradient small. Networks of that kind soon draw one
  /// picture over and over; with the loss of pairs, R1 and R2 they do not (Huang et al., 2024, "The GAN is dead; long
  /// live the GAN!"). Settings that name a loss, penalties or smooth labels of their own stay as they are.
  public func penalizedWherePossible(_ architecture: Architecture) -> TrainingSettings {
    let (own, plain) = (self, TrainingSettings())
    guard recipe.penalizesWherePossible, own.loss == plain.loss, own.penalty == plain.penalty,
      own.labelSmoothing == plain.labelSmoothing,
      let plan = try? architecture.discriminatorPlan(), plan.layerWithCurvature == nil
    else { return self }
    var settings = self
    settings.loss = .relativistic
    (settings.penalty.r1, settings.penalty.r2) = (1, 1)
    return settings
  }
}
