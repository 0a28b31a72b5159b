/// What the generator minimises: a function of the logits that the discriminator gives its fakes, averaged over the
/// batch.
///
/// A loss is a constant in a file of its own, and a place in ``allCases``; options, files and reports walk that list.
public struct GeneratorLoss: RawRepresentable, CaseIterable, Hashable, Sendable {
  /// All losses, the default first. A new one needs nothing but its place here.
  public static let allCases: [GeneratorLoss] = [.nonSaturating, .minimax]

  /// The name on the command line and in files.
  public let rawValue: String
  /// What it is and what speaks for it, as the rest of a sentence that begins with the name.
  public let summary: String
  /// Writes the gradient with respect to every logit, and returns the mean loss.
  let evaluate: @Sendable (DiscriminatorOutput) -> Double

  /// Creates a loss.
  init(_ name: String, summary: String, _ evaluate: @escaping @Sendable (DiscriminatorOutput) -> Double) {
    rawValue = name
    self.summary = summary
    self.evaluate = evaluate
  }

  /// The loss of a name; `nil` if there is none.
  public init?(rawValue: String) {
    guard let loss = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = loss
  }

  /// Whether both have the same name.
  public static func == (one: GeneratorLoss, other: GeneratorLoss) -> Bool { one.rawValue == other.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
