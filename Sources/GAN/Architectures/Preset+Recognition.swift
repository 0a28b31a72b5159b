import NeuralNetwork

extension Preset {
  /// Tells whether an architecture is this preset's for its images, latent size and classes, in any width.
  ///
  /// The discriminator's first layer gives the width away, since its channels are in proportion to it; the networks of
  /// that width are then built once and compared.
  public func recognizes(_ architecture: Architecture) -> Bool {
    guard rawValue == architecture.name, let unit = firstChannels(try? variant(of: architecture, baseChannels: 1)),
      let channels = firstChannels(architecture), channels.isMultiple(of: unit),
      Self.possibleBaseChannels.contains(channels / unit)
    else { return false }
    return (try? variant(of: architecture, baseChannels: channels / unit)) == architecture
  }

  /// The preset for the images, latent size and classes of other networks.
  ///
  /// - Throws: ``ArchitectureError`` if it cannot be made for them.
  package func variant(of other: Architecture, baseChannels: Int) throws(ArchitectureError) -> Architecture {
    let plain = try architecture(image: other.image, latentSize: other.latentSize, baseChannels: baseChannels)
    guard let classes = other.classCount else { return plain }
    return try plain.conditional(classes: classes)
  }

  private func firstChannels(_ architecture: Architecture?) -> Int? {
    (try? architecture?.discriminatorPlan())?.layers.first?.output.channels
  }
}
