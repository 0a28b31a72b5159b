import TensorCore

/// Figures of the images of one class: of the class that was asked for, where samples were made of classes, else by the
/// classifier's verdict. How often a class is seen goes by the verdicts in both cases.
public struct ClassFigures: Sendable {
  /// The class.
  public let number: Int
  /// The share of the samples that were asked for as of this class; `nil` if classes were not asked for.
  public let askedShare: Double?
  /// The share of the samples that the classifier takes for this class.
  public let seenShare: Double
  /// The share of the reference images that it takes for this class.
  public let referenceShare: Double
  /// The share of the samples asked for as of this class that the classifier takes for such; `nil` if classes were not
  /// asked for, or this one not.
  public let accuracy: Double?
  /// The precision of the samples of this class; `nil` if there are none.
  public let precision: Double?
  /// Their density.
  public let density: Double?
  /// The recall of the reference images of this class; `nil` if there are none.
  public let recall: Double?
  /// Their coverage.
  public let coverage: Double?
  /// The share of memorised samples of this class by pixels; `nil` if there are none or nothing to measure them by.
  public let memorisedPixels: Double?
  /// The same by features.
  public let memorisedFeatures: Double?

  /// Whether the class is seen less than a tenth as often as among the reference images.
  public var isMissing: Bool { seenShare < ClassHistogram.missingShare * referenceShare }
}

extension ClassFigures {
  /// The figures of every class that the classifier tells apart; none if it tells none.
  ///
  /// Where samples were made of classes, each class is measured by its own images alone: the samples of the class
  /// against the reference images with its label. A model that draws one image a class has a recall of 0 then, however
  /// many classes there are. Other samples are of the classes that they are taken for, and a class has what its images
  /// contribute to the figures of all.
  ///
  /// - Throws: ``EvaluationError`` if a feature is not finite.
  static func all(
    _ samples: Side, _ reference: Side, _ figures: PairFigures, _ memorisation: MemorisationFigures?,
    _ context: ComputeContext
  ) throws -> [ClassFigures] {
    guard let verdicts = samples.read.verdicts, let referenceVerdicts = reference.read.verdicts,
      let count = samples.read.probabilities?.first?.count
    else { return [] }
    let seenShares = ClassHistogram.shares(verdicts, count: count)
    let referenceShares = ClassHistogram.shares(referenceVerdicts, count: count)
    let labels = samples.images.labels.flatMap { own in reference.images.labels.map { (own, $0) } }
    let isAsked = labels != nil
    let classes = labels?.0.map { Int($0) } ?? verdicts
    let referenceClasses = labels?.1.map { Int($0) } ?? referenceVerdicts

    return try (0..<count).map { number in
      let own = classes.indices.filter { classes[$0] == number }
      let others = referenceClasses.indices.filter { referenceClasses[$0] == number }
      let shares =
        isAsked
        ? try ClassNeighbourhoods(samples.features.rows(own), reference.features.rows(others), context)
        : ClassNeighbourhoods(samples: own, reference: others, of: figures.contributions)
      return ClassFigures(
        number: number, askedShare: isAsked ? Double(own.count) / Double(classes.count) : nil,
        seenShare: seenShares[number], referenceShare: referenceShares[number],
        accuracy: isAsked ? verdicts.map { $0 == number ? 1 : 0 }.mean(at: own) : nil, precision: shares.precision,
        density: shares.density, recall: shares.recall, coverage: shares.coverage,
        memorisedPixels: memorisation?.pixelFlags.mean(at: own),
        memorisedFeatures: memorisation?.featureFlags.mean(at: own))
    }
  }
}
