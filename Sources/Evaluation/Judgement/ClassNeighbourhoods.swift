import TensorCore

/// Precision and recall (Kynkäänniemi et al., 2019), density and coverage (Naeem et al., 2020) of the images of one
/// class; `nil` where there are no images that a figure is the mean of, or too few for neighbourhoods.
struct ClassNeighbourhoods {
  /// Of the samples of the class.
  private(set) var precision: Double?
  private(set) var density: Double?
  /// Of its reference images.
  private(set) var recall: Double?
  private(set) var coverage: Double?

  /// What the images of the class contribute to the figures of the images of all classes.
  init(samples: [Int], reference: [Int], of contributions: PairFigures.Contributions) {
    precision = contributions.precision.mean(at: samples)
    density = contributions.density.mean(at: samples)
    recall = contributions.recall.mean(at: reference)
    coverage = contributions.coverage.mean(at: reference)
  }

  /// The figures of features of the class alone, those of samples against those of reference images.
  ///
  /// - Throws: ``EvaluationError`` if a feature is not finite.
  init(_ samples: RowMatrix, _ reference: RowMatrix, _ context: ComputeContext) throws {
    guard min(samples.count, reference.count) > Neighbourhoods.k else { return }
    let x = try Neighbourhoods(samples, context) { _ in }
    let y = try Neighbourhoods(reference, context) { _ in }
    let xy = try CrossNeighbourhoods(x, against: y, context) { _ in }
    let yx = try CrossNeighbourhoods(y, against: x, context) { _ in }
    let (xCount, yCount) = (Double(samples.count), Double(reference.count))
    precision = Double(xy.neighbourhoods.count { $0 > 0 }) / xCount
    density = Double(xy.neighbourhoods.reduce(0, +)) / Double(Neighbourhoods.k) / xCount
    recall = Double(yx.neighbourhoods.count { $0 > 0 }) / yCount
    coverage = Double(yx.isCovered.count { $0 }) / yCount
  }
}

extension [Double] {
  /// The mean of the elements at these places; `nil` if there are none.
  func mean(at places: [Int]) -> Double? {
    places.isEmpty ? nil : places.reduce(0) { $0 + self[$1] } / Double(places.count)
  }
}
