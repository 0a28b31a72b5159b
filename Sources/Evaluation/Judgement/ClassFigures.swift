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

  /// The figures of every class; none without classes.
  static func all(
    _ samples: Side, _ reference: Side, _ figures: PairFigures, _ memorisation: MemorisationFigures?
  ) -> [ClassFigures] {
    guard let verdicts = samples.read.verdicts, let others = reference.read.verdicts else { return [] }
    let count = samples.read.probabilities?.first?.count ?? 0
    let shares = ClassHistogram.shares(verdicts, count: count)
    let referenceShares = ClassHistogram.shares(others, count: count)
    return (0..<count).map { number in
      func mean(_ values: [Double]?, _ classes: [Int]) -> Double? {
        guard let values else { return nil }
        let own = zip(values, classes).filter { $0.1 == number }
        return own.isEmpty ? nil : own.reduce(0) { $0 + $1.0 } / Double(own.count)
      }
      return ClassFigures(
        number: number, askedShare: nil, seenShare: shares[number], referenceShare: referenceShares[number],
        accuracy: nil, precision: mean(figures.contributions.precision, verdicts),
        density: mean(figures.contributions.density, verdicts),
        recall: mean(figures.contributions.recall, others), coverage: mean(figures.contributions.coverage, others),
        memorisedPixels: mean(memorisation?.pixelFlags, verdicts),
        memorisedFeatures: mean(memorisation?.featureFlags, verdicts))
    }
  }
}
