import NeuralNetwork

/// What an architecture costs, before it is built.
public struct ArchitectureCost: Equatable, Sendable {
  /// Trained values of the generator.
  public let generatorParameters: Int
  /// Trained values of the discriminator.
  public let discriminatorParameters: Int
  /// Multiply-adds of making one image.
  public let generatorMultiplyAdds: Int
  /// Multiply-adds of judging one image.
  public let discriminatorMultiplyAdds: Int
  /// Multiply-adds of a training step for each image of its batch.
  public let stepMultiplyAdds: Int
}

extension Architecture {
  /// Works out the cost.
  ///
  /// In a step the discriminator judges real images, fakes, and the fakes again for the generator; its weights have
  /// gradients from the first two. A forward pass, the gradient of the weights and that of a layer's input cost the
  /// same; the gradient of a network's own input is needed once, to reach the generator.
  ///
  /// - Throws: ``ArchitectureError``.
  public func cost() throws(ArchitectureError) -> ArchitectureCost {
    let (generator, discriminator) = (try generatorPlan(), try discriminatorPlan())
    let whole = 3 * generator.multiplyAdds + 8 * discriminator.multiplyAdds
    let unneeded = Self.inputMultiplyAdds(generator) + 2 * Self.inputMultiplyAdds(discriminator)
    return ArchitectureCost(
      generatorParameters: generator.parameterCount, discriminatorParameters: discriminator.parameterCount,
      generatorMultiplyAdds: generator.multiplyAdds, discriminatorMultiplyAdds: discriminator.multiplyAdds,
      stepMultiplyAdds: whole - unneeded)
  }

  /// Multiply-adds of the gradient of a network's input: its first layer's.
  private static func inputMultiplyAdds(_ plan: NetworkPlan) -> Int { plan.layers.first?.multiplyAdds ?? 0 }
}
