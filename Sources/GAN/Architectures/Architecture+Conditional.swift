import NeuralNetwork

extension Architecture {
  /// The number of classes that the networks tell apart; `nil` if they go by none.
  public var classCount: Int? { (generator + discriminator).lazy.compactMap(\.classCount).first }

  /// The same networks for images of classes.
  ///
  /// In front of each rectifier of the generator stands a gain and a bias for each class and channel, behind batch
  /// normalisation where there is such: what the latent vector says is normalised before the class has its say, which
  /// is why no class can drown it. (A class that is added to the latent vector can: its weights have the same gradient
  /// in every image, and grow until the normalisation leaves nothing of the rest.) The discriminator's last layer has
  /// one more value for each class, its projection, and the image's own is added to the verdict.
  ///
  /// - Parameter classes: how many, 2 ... ``NeuralNetwork/BatchClasses/maximumCount``.
  /// - Returns: the networks, under the same name.
  /// - Throws: ``ArchitectureError`` if the networks are for classes already, for another number of them, or have no
  ///   place for them.
  public func conditional(classes: Int) throws(ArchitectureError) -> Architecture {
    if let own = classCount {
      guard own == classes else {
        throw ArchitectureError("The networks of '\(name)' are for \(own) classes, and the images have \(classes).")
      }
      return self
    }
    var conditional = self
    conditional.generator = generator.flatMap { $0.isRectifier ? [.classModulation(classes: classes), $0] : [$0] }
    guard conditional.generator.count > generator.count else {
      throw ArchitectureError("The generator of '\(name)' has no rectifier, in front of which classes have their say.")
    }
    guard let verdict = discriminator.last?.widened(by: classes) else {
      throw ArchitectureError(
        "The discriminator of '\(name)' ends in no linear layer or convolution, which could judge classes too.")
    }
    conditional.discriminator = discriminator.dropLast() + [verdict, .classProjection(classes: classes)]
    try conditional.checkClasses()
    return conditional
  }

  /// Refuses networks only one of which goes by classes, or whose numbers of them differ.
  func checkClasses() throws(ArchitectureError) {
    let counts = (try generatorPlan().classCount, try discriminatorPlan().classCount)
    guard counts.0 == counts.1 else {
      func text(_ count: Int?) -> String { count.map { "\($0) classes" } ?? "no classes" }
      throw ArchitectureError(
        "The generator is for \(text(counts.0)), and the discriminator for \(text(counts.1)).")
    }
  }
}
