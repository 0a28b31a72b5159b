import TensorCore

/// Intervals for figures that are functions of the mean contribution of images: the middle 95 % of the figure over sets
/// drawn from the images with replacement, moved by as much as the mean over these sets is off the figure of all
/// images. No figure here can be negative.
///
/// Source: B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Ann. Statist. 7 (1979).
struct Resampling {
  /// The number of sets.
  static let sets = 400
  /// The part of the sets that an interval leaves out at each end.
  private static let tail = 0.025

  /// For each set how often each image is drawn.
  private let draws: [[UInt16]]
  private let context: ComputeContext

  /// Draws sets of `count` images, always the same for a count.
  init(count: Int, _ context: ComputeContext) {
    self.context = context
    draws = context.map(Self.sets) { set in
      var draws = [UInt16](repeating: 0, count: count)
      let stream = EvaluationStream.resampling.stream(set)
      var word: UInt64 = 0
      for _ in 0..<count { draws[Int(stream.integer(below: UInt64(count), nextWord: &word))] &+= 1 }
      return draws
    }
  }

  /// A figure of the images.
  ///
  /// - Parameters:
  ///   - contributions: what each image contributes, equally many values each.
  ///   - figure: the figure, from the mean contribution.
  /// - Returns: the figure of all images, with its interval.
  func figure(
    _ contributions: [[Double]], _ figure: @Sendable (_ mean: [Double]) -> Double
  ) -> FigureValue {
    let values = context.map(Self.sets) { figure(Self.mean(contributions, draws[$0])) }.sorted()
    let whole = figure(Self.mean(contributions, [UInt16](repeating: 1, count: contributions.count)))
    let bias = values.reduce(0, +) / Double(Self.sets) - whole
    let rank = Int((Double(Self.sets - 1) * Self.tail).rounded())
    return FigureValue(whole, interval: max(0, values[rank] - bias)...max(0, values[Self.sets - 1 - rank] - bias))
  }

  /// The same for a figure that is the mean itself of one number an image.
  func mean(_ contributions: [Double]) -> FigureValue { figure(contributions.map { [$0] }) { $0[0] } }

  private static func mean(_ contributions: [[Double]], _ draws: [UInt16]) -> [Double] {
    var sums = [Double](repeating: 0, count: contributions.first?.count ?? 0)
    for (contribution, draws) in zip(contributions, draws) where draws > 0 {
      for index in sums.indices { sums[index] += Double(draws) * contribution[index] }
    }
    return sums.map { $0 / Double(contributions.count) }
  }
}
