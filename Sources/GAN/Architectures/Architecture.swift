import NeuralNetwork
import TensorCore

/// A generator and a discriminator as data. A checkpoint carries it, so that no command needs to be told again.
public struct Architecture: Hashable, Sendable {
  /// The name it is listed under.
  public var name: String
  /// Values of a latent vector.
  public var latentSize: Int
  /// One image.
  public var image: Shape
  /// From a latent vector to an image with values -1 ... 1.
  public var generator: [LayerDescription]
  /// From an image to one logit: how much more likely it is real than fake.
  public var discriminator: [LayerDescription]

  /// Creates an architecture.
  public init(
    name: String, latentSize: Int, image: Shape, generator: [LayerDescription], discriminator: [LayerDescription]
  ) {
    self.name = name
    self.latentSize = latentSize
    self.image = image
    self.generator = generator
    self.discriminator = discriminator
  }

  /// The version that a checkpoint needs to hold the networks.
  var format: Int { (generator + discriminator).reduce(2) { max($0, $1.format) } }

  /// The generator's shapes and parameters.
  ///
  /// - Throws: ``ArchitectureError`` if its layers do not fit together or do not make an image.
  public func generatorPlan() throws(ArchitectureError) -> NetworkPlan {
    let plan = try Self.plan("generator", Shape(channels: latentSize), generator)
    guard plan.output == image else {
      throw ArchitectureError(
        "The generator makes images of \(plan.output.imageText), not of \(image.imageText).")
    }
    return plan
  }

  /// The discriminator's shapes and parameters.
  ///
  /// - Throws: ``ArchitectureError`` if its layers do not fit together or do not end in one value.
  public func discriminatorPlan() throws(ArchitectureError) -> NetworkPlan {
    let plan = try Self.plan("discriminator", image, discriminator)
    guard plan.output.imageCount == 1 else {
      throw ArchitectureError("The discriminator must end in one value, not in \(plan.output.imageText).")
    }
    return plan
  }

  private static func plan(_ network: String, _ input: Shape, _ layers: [LayerDescription]) throws(ArchitectureError)
    -> NetworkPlan
  {
    do {
      return try NetworkPlan(input: input, layers: layers)
    } catch {
      throw ArchitectureError("The \(network) cannot be built. \(error)")
    }
  }
}

/// An architecture that cannot be built.
public struct ArchitectureError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as a sentence.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
