import FileFormats

/// What figures mean, in a word and a sentence.
public struct Meaning: Equatable, Sendable {
  /// The word.
  public enum Verdict: String, Sendable {
    /// Nearly as real images are to each other.
    case good
    /// Between good and poor.
    case fair
    /// Unlike real images.
    case poor
    /// Like some real images, and little of the others.
    case collapsed
    /// Copies of training images.
    case memorised
  }

  /// The word.
  public let verdict: Verdict
  /// The sentence.
  public let sentence: String
  /// A sentence on how far to trust the features; `nil` if nothing speaks against them.
  public let reservation: String?

  /// Twice the share that unseen images have: the interval of no honest model lies above it.
  private static let memorisedShare = 3 * Judgement.memorisedShareOfUnseen
  private static let goodPart = 0.8
  private static let poorPart = 0.4
  private static let collapsedRecall = 0.2
  /// The share of the test images below which a classifier's features are weak.
  private static let weakAccuracy = 0.7

  /// Reads the figures.
  public init(_ evaluation: Judgement, classNames: [String] = []) {
    func part(_ judged: Judgement.Judged) -> Double {
      let floor = judged.floor?.value ?? 1
      return floor > 0 ? judged.sample.value / floor : 1
    }
    let (recall, coverage) = (part(evaluation.recall), part(evaluation.coverage))
    let precision = part(evaluation.precision)
    let missing = evaluation.missingClasses(classNames)
    let copied =
      [evaluation.memorisedPixels, evaluation.memorisedFeatures].compactMap { $0?.sample.interval?.lowerBound }
      .max() ?? 0
    let absent = missing.isEmpty ? "" : " Missing: \(missing.joined(separator: ", "))."
    if copied > Self.memorisedShare {
      verdict = .memorised
      sentence =
        "Memorised: far more samples than unseen real images are nearly copies of training images; look at the picture "
        + "of both.\(absent)"
    } else if recall < Self.collapsedRecall && precision > recall
      || !missing.isEmpty && 2 * missing.count >= evaluation.classes.count
    {
      verdict = .collapsed
      sentence =
        "Collapsed: the samples repeat themselves and leave out most of what real images show.\(absent)"
    } else if min(precision, coverage) >= Self.goodPart && recall >= Self.goodPart / 2 && missing.isEmpty {
      verdict = .good
      sentence = "Good: the samples are nearly as close to real images, and as varied, as other real images are."
    } else if coverage < Self.poorPart || precision < Self.poorPart {
      verdict = .poor
      sentence = "Poor: most samples are unlike real images, or most real images have no sample like them.\(absent)"
    } else {
      verdict = .fair
      sentence =
        "Fair: many samples are like real images, but real images are closer to each other and more varied.\(absent)"
    }
    reservation = Self.reservation(evaluation.features)
  }

  private static func reservation(_ features: FeatureDescription) -> String? {
    switch features {
    case .random:
      return "The data have no labels, so the features are those of a network with random weights: compare them with "
        + "figures of the same data alone, and trust your eyes more."
    case .classifier(_, let accuracy) where accuracy < weakAccuracy:
      return
        "The features are weak: the classifier is right on \((accuracy * 100).text(decimals: 1)) % of the images it "
        + "has not seen. Trust the figures little."
    case .classifier:
      return nil
    }
  }
}

extension Judgement {
  /// The classes that are seen less than a tenth as often as they should be.
  public func missingClasses(_ names: [String]) -> [String] {
    classes.filter(\.isMissing).map { $0.number < names.count ? names[$0.number] : "class \($0.number)" }
  }
}
