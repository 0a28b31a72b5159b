import TensorCore

/// The figures of one set of images, x, against another, y: samples against real images, or these against others.
struct PairFigures: Sendable {
  /// `nil` with too few images.
  let frechet: FigureValue?
  /// The trace of the reference images' covariance.
  let spread: Double
  let kernel: FigureValue
  let kernelStandardError: Double
  let precision: FigureValue
  let recall: FigureValue
  let density: FigureValue
  let coverage: FigureValue
  /// `nil` without classes.
  let score: FigureValue?
  let histogram: FigureValue?
  /// What each image contributes to the figures that are means.
  let contributions: Contributions

  /// What each image contributes to the figures that are means: precision and recall (Kynkäänniemi et al., 2019,
  /// "Improved Precision and Recall Metric for Assessing Generative Models"), density and coverage (Naeem et al., 2020,
  /// "Reliable Fidelity and Diversity Metrics for Generative Models").
  struct Contributions: Sendable {
    /// Of the judged images: whether each lies in the neighbourhood of a reference image, and in how many, over k.
    let precision: [Double]
    let density: [Double]
    /// Of the reference images: whether each lies in the neighbourhood of a judged image, and whether one lies in its.
    let recall: [Double]
    let coverage: [Double]

    /// From what the judged images are to the reference images, and these to them.
    init(_ xy: CrossNeighbourhoods, _ yx: CrossNeighbourhoods) {
      precision = xy.neighbourhoods.map { $0 > 0 ? 1 : 0 }
      density = xy.neighbourhoods.map { Double($0) / Double(Neighbourhoods.k) }
      recall = yx.neighbourhoods.map { $0 > 0 ? 1 : 0 }
      coverage = yx.isCovered.map { $0 ? 1 : 0 }
    }
  }

  /// Compares two sets.
  ///
  /// - Throws: what `progress` throws.
  init(_ x: Side, against y: Side, _ context: ComputeContext, progress: (Double) throws -> Void) throws {
    let xy = try CrossNeighbourhoods(x.neighbourhoods, against: y.neighbourhoods, context) { try progress($0 / 4) }
    let yx = try CrossNeighbourhoods(y.neighbourhoods, against: x.neighbourhoods, context) {
      try progress((1 + $0) / 4)
    }
    contributions = Contributions(xy, yx)
    let resampledX = Resampling(count: x.count, context)
    let resampledY = x.count == y.count ? resampledX : Resampling(count: y.count, context)
    precision = resampledX.mean(contributions.precision)
    density = resampledX.mean(contributions.density)
    recall = resampledY.mean(contributions.recall)
    coverage = resampledY.mean(contributions.coverage)
    score = x.read.probabilities.map {
      resampledX.figure(ClassifierScore.contributions($0)) { ClassifierScore.score($0) }
    }
    histogram = Self.histogram(x, y, resampledX)

    let kernels = KernelDistance(
      within: x.neighbourhoods.kernelSums, y.neighbourhoods.kernelSums, between: xy.kernelSums, yx.kernelSums)
    kernelStandardError = kernels.standardError
    let subsets = Subsets(x: x.count, y: y.count)
    try progress(0.6)
    let reference = Moments(y.features, rows: Array(0..<y.count))
    spread = reference.covariance.trace
    frechet = Self.frechet(x, y, reference, subsets, context)
    try progress(0.7)
    kernel = try Self.kernel(kernels.value, x, y, subsets, context) { try progress(0.7 + 0.3 * $0) }
  }

  /// The kernel distance with its interval; none with so few images that a subset has no pair.
  private static func kernel(
    _ value: Double, _ x: Side, _ y: Side, _ subsets: Subsets, _ context: ComputeContext,
    progress: (Double) throws -> Void
  ) throws -> FigureValue {
    guard subsets.members.allSatisfy({ min($0.x.count, $0.y.count) > 1 }) else { return FigureValue(value) }
    let values = try subsets.members.enumerated().map { number, members in
      let value = try KernelDistance.value(x.features.rows(members.x), y.features.rows(members.y), context)
      try progress(Double(number + 1) / Double(Subsets.count))
      return value
    }
    return Subsets.figure(value, subsets: values)
  }

  private static func histogram(_ x: Side, _ y: Side, _ resampling: Resampling) -> FigureValue? {
    guard let xs = x.read.verdicts, let ys = y.read.verdicts, let classes = x.read.probabilities?.first?.count else {
      return nil
    }
    let reference = ClassHistogram.shares(ys, count: classes)
    return resampling.figure(ClassHistogram.contributions(xs, count: classes)) {
      ClassHistogram.difference($0, from: reference)
    }
  }

  private static func frechet(
    _ x: Side, _ y: Side, _ reference: Moments, _ subsets: Subsets, _ context: ComputeContext
  ) -> FigureValue? {
    guard min(x.count, y.count) > x.features.columns else { return nil }
    let value = FrechetDistance.between(Moments(x.features, rows: Array(0..<x.count)), reference)
    guard subsets.members.allSatisfy({ min($0.x.count, $0.y.count) > x.features.columns }) else {
      return FigureValue(value)
    }
    let values = context.map(Subsets.count) { subset in
      let members = subsets.members[subset]
      return FrechetDistance.between(
        Moments(x.features, rows: members.x), Moments(y.features, rows: members.y))
    }
    return Subsets.figure(value, subsets: values, atLeast: 0)
  }
}
