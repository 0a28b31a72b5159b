import FileFormats

/// What figures mean, in a word and a sentence.
public struct Meaning: Equatable, Sendable {
  /// The word.
  public enum Word: String, Sendable {
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
  public let word: Word
  /// The sentence.
  public let sentence: String
  /// Sentences on what speaks against trusting the figures; none if nothing does.
  public let reservations: [String]

  /// The share of copies that no model reaches that has not learnt images by heart: unseen images have 5 %.
  private static let memorisedShare = 3 * Judgement.memorisedShareOfUnseen
  /// The share of copies above which all else does not matter.
  private static let mostlyMemorisedShare = 0.5
  /// Parts of what real images reach.
  private static let goodPart = 0.8
  private static let goodRecall = 0.4
  private static let poorPart = 0.4
  private static let collapsedRecall = 0.2
  /// Below this a share of real images is no measure of samples.
  private static let leastFloor = 0.1
  /// How much more than real images samples may differ from the reference images in the shares of classes.
  private static let goodShift = 0.1
  private static let collapsedShift = 0.3
  /// How far off a Fréchet distance may lie, by the spread of real images.
  private static let goodDistance = 0.1
  private static let poorDistance = 0.5
  /// The share of unseen images below which a classifier's features are weak.
  private static let weakAccuracy = 0.7

  /// Reads the figures.
  ///
  /// - Parameters:
  ///   - judgement: the figures.
  ///   - classNames: the classes' names in the order of their numbers, where they have any.
  public init(_ judgement: Judgement, classNames: [String] = []) {
    word = Self.word(judgement)
    let missing = judgement.missingClasses(classNames)
    let sentence =
      switch word {
      case .good: "Good: the samples are nearly as close to real images, and as varied, as other real images are."
      case .fair: "Fair: many samples are like real images, but other real images are closer or more varied."
      case .poor: "Poor: most samples are unlike real images, or most real images have no sample like them."
      case .collapsed: "Collapsed: the samples repeat themselves and leave out most of what real images show."
      case .memorised:
        "Memorised: far more samples than unseen real images are nearly copies of training images; look at the picture "
          + "of both."
      }
    self.sentence = sentence + (missing.isEmpty ? "" : " Missing: \(missing.joined(separator: ", ")).")
    reservations = [
      Self.reservation(count: judgement.count), Self.reservation(frechet: judgement),
      Self.reservation(floors: judgement), judgement.duplicates.flatMap(Self.reservation),
      Self.reservation(judgement.features),
    ].compactMap { $0 }
  }

  private static func word(_ judgement: Judgement) -> Word {
    func part(_ judged: Judgement.Judged) -> Double {
      judged.sample.value / (isMeasure(judged) ? judged.floor?.value ?? 1 : 1)
    }
    func excess(_ judged: Judgement.Judged?) -> Double {
      judged.map { $0.sample.value - ($0.floor?.value ?? 0) } ?? 0
    }
    let precision = part(judgement.precision)
    let recall = part(judgement.recall)
    let coverage = part(judgement.coverage)
    let shift = excess(judgement.histogram)
    // Features that are all alike have no spread to measure by.
    let distance = judgement.spread > 0 ? excess(judgement.frechet) / judgement.spread : 0
    let missing = judgement.classes.filter(\.isMissing).count
    let copied = judgement.duplicates.map { duplicates in
      max(
        copiedShare(judgement.memorisedPixels, duplicates.pixels, of: duplicates.unseen),
        copiedShare(judgement.memorisedFeatures, duplicates.features, of: duplicates.unseen))
    }

    if let copied, copied > mostlyMemorisedShare { return .memorised }
    if recall < collapsedRecall && precision > recall || shift > collapsedShift || missing > judgement.classes.count / 2
    {
      return .collapsed
    }
    if let copied, copied > memorisedShare { return .memorised }
    if min(precision, coverage) < poorPart || distance > poorDistance { return .poor }
    let isGood =
      min(precision, coverage) >= goodPart && recall >= goodRecall && missing == 0 && shift <= goodShift
      && distance <= goodDistance
    return isGood ? .good : .fair
  }

  /// Whether real images reach enough of a share for samples to be measured by it. A share that they do not reach is
  /// taken by itself, so that no samples are good because nothing is.
  private static func isMeasure(_ judged: Judgement.Judged) -> Bool {
    judged.floor.map { $0.value >= leastFloor } ?? true
  }

  /// The share of copies that there are at least, of the samples that are more than unseen images are: as many as are
  /// duplicates among those are to be expected. Where all of those are, copies tell nothing.
  private static func copiedShare(_ judged: Judgement.Judged?, _ duplicates: Int, of unseen: Int) -> Double {
    guard let least = judged?.sample.interval?.lowerBound, duplicates < unseen else { return 0 }
    let expected = Double(duplicates) / Double(unseen)
    return (least - expected) / (1 - expected)
  }

  /// With fewer images a share of a half is known to a tenth at best, with a probability of 95 %.
  private static let fewImages = 100

  private static func reservation(count: Int) -> String? {
    guard count < fewImages else { return nil }
    let distance = count < Judge.fewestForFrechet ? " and there is no Fréchet distance" : ""
    return "The figures say little: only \(count) images were compared on each side, so that each share is known to "
      + "about \((1 / Double(count).squareRoot()).text(decimals: 2)) at best\(distance). Take 1,000 or more."
  }

  private static func reservation(frechet judgement: Judgement) -> String? {
    guard judgement.count >= fewImages, let interval = judgement.frechet?.sample.interval, interval.lowerBound <= 0,
      interval.upperBound > 0
    else { return nil }
    return "The Fréchet distance is hardly known: it may be anything from 0 to "
      + "\(interval.upperBound.text(decimals: 3)). Take more images."
  }

  private static func reservation(floors judgement: Judgement) -> String? {
    if [judgement.precision, judgement.recall, judgement.coverage].allSatisfy(isMeasure) { return nil }
    return "Other real images reach hardly any precision, recall or coverage themselves, so that such shares are no "
      + "measure here: the real images of the two sides are unlike each other. Trust the word little."
  }

  private static func reservation(_ duplicates: Judgement.Duplicates) -> String? {
    let count = max(duplicates.pixels, duplicates.features)
    guard count > 0 else { return nil }
    let images = "\(count) of the \(duplicates.unseen) unseen images are no different from training images"
    return count < duplicates.unseen
      ? "\(images): copies are measured by the others, and the other figures look better than they are."
      : "\(images): whether images were learnt by heart cannot be told. Take test images that were not learnt from."
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
