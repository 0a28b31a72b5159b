import TensorCore

/// What both networks minimise: functions of the logits that the discriminator gives real images and fakes, averaged
/// over the batch.
///
/// A loss is a constant in a file of its own, and a place in ``allCases``; options, files and reports walk that list.
public struct AdversarialLoss: RawRepresentable, CaseIterable, Hashable, Sendable {
  /// All losses, the default first. A new one needs nothing but its place here.
  public static let allCases: [AdversarialLoss] = [.nonSaturating, .minimax, .hinge, .leastSquares, .relativistic]

  /// Writes the gradient with respect to every logit, and returns the mean loss and what stands for a probability.
  typealias Part = @Sendable (DiscriminatorOutput) -> LossAndProbability

  /// The name on the command line and in files.
  public let rawValue: String
  /// What it is and what speaks for it, as the rest of a sentence that begins with the name.
  public let summary: String
  /// The first version of the files that knows the loss.
  public let format: Int
  /// Whether each real image is compared with a fake, so that a loss needs the logits of both batches.
  let comparesPairs: Bool
  /// Whether real images may be given a target below 1.
  let takesSmoothLabels: Bool
  /// The discriminator's least possible loss, and that of one that only guesses, for the target of real images: what
  /// its health is measured by.
  let range: @Sendable (_ realTarget: Double) -> ClosedRange<Double>
  /// The discriminator's loss of real images.
  let ofReal: Part
  /// The discriminator's loss of fakes.
  let ofFake: Part
  /// The generator's loss of its fakes.
  let ofGenerator: Part

  /// Creates a loss.
  init(
    _ name: String, summary: String, format: Int = 3, comparesPairs: Bool = false, takesSmoothLabels: Bool = false,
    range: @escaping @Sendable (_ realTarget: Double) -> ClosedRange<Double>, ofReal: @escaping Part,
    ofFake: @escaping Part, ofGenerator: @escaping Part
  ) {
    rawValue = name
    self.summary = summary
    self.format = format
    self.comparesPairs = comparesPairs
    self.takesSmoothLabels = takesSmoothLabels
    self.range = range
    self.ofReal = ofReal
    self.ofFake = ofFake
    self.ofGenerator = ofGenerator
  }

  /// The loss of a name; `nil` if there is none.
  public init?(rawValue: String) {
    guard let loss = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = loss
  }

  /// Whether both have the same name.
  public static func == (one: AdversarialLoss, other: AdversarialLoss) -> Bool { one.rawValue == other.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
