import TensorCore

extension ClassFigures {
  /// The figures of every class of samples that were made of classes that were asked for, each by its own images alone:
  /// the samples of the class against the reference images with its label. A model that draws one image a class has a
  /// recall of 0 here, however many classes there are.
  ///
  /// A class of which either side has too few images for neighbourhoods has none of the figures.
  ///
  /// - Throws: ``EvaluationError`` if a feature is not finite.
  static func asked(
    _ samples: Side, _ reference: Side, _ memorisation: MemorisationFigures?, _ context: ComputeContext
  ) throws -> [ClassFigures]? {
    guard let asked = samples.images.labels, let labels = reference.images.labels, let verdicts = samples.read.verdicts,
      let referenceVerdicts = reference.read.verdicts, let count = samples.read.probabilities?.first?.count
    else { return nil }
    let seenShares = ClassHistogram.shares(verdicts, count: count)
    let referenceShares = ClassHistogram.shares(referenceVerdicts, count: count)
    return try (0..<count).map { number in
      let own = asked.indices.filter { asked[$0] == UInt8(number) }
      let others = labels.indices.filter { labels[$0] == UInt8(number) }
      let pair = try Pair(samples.features.rows(own), reference.features.rows(others), context)
      func mean(_ flags: [Double]?) -> Double? {
        flags.flatMap { flags in own.isEmpty ? nil : own.reduce(0) { $0 + flags[$1] } / Double(own.count) }
      }
      return ClassFigures(
        number: number, askedShare: Double(own.count) / Double(asked.count), seenShare: seenShares[number],
        referenceShare: referenceShares[number],
        accuracy: mean(verdicts.map { $0 == number ? 1 : 0 }), precision: pair?.precision, density: pair?.density,
        recall: pair?.recall, coverage: pair?.coverage, memorisedPixels: mean(memorisation?.pixelFlags),
        memorisedFeatures: mean(memorisation?.featureFlags))
    }
  }

  /// Two sets of features of one class.
  private struct Pair {
    let precision: Double
    let density: Double
    let recall: Double
    let coverage: Double

    init?(_ x: RowMatrix, _ y: RowMatrix, _ context: ComputeContext) throws {
      guard min(x.count, y.count) > Neighbourhoods.k else { return nil }
      let (own, others) = (
        try Neighbourhoods(x, context) { _ in }, try Neighbourhoods(y, context) { _ in }
      )
      let forth = try CrossNeighbourhoods(own, against: others, context) { _ in }
      let back = try CrossNeighbourhoods(others, against: own, context) { _ in }
      let (samples, reals) = (Double(x.count), Double(y.count))
      precision = Double(forth.neighbourhoods.count { $0 > 0 }) / samples
      density = Double(forth.neighbourhoods.reduce(0, +)) / Double(Neighbourhoods.k) / samples
      recall = Double(back.neighbourhoods.count { $0 > 0 }) / reals
      coverage = Double(back.isCovered.count { $0 }) / reals
    }
  }
}
