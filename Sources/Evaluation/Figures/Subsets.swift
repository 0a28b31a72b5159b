import TensorCore

/// Intervals for distances between sets, whose size changes a distance itself: the spread over random quarters of both
/// sets, scaled to the whole and laid around the figure of the whole.
///
/// Quarters drawn without replacement are a jackknife that deletes d = 3n/4 images: the variance of the whole is (n -
/// d) / d = 1/3 of theirs. Source: J. Shao and C. Wu, "A General Theory for Jackknife Variance Estimation", Ann.
/// Statist. 17 (1989).
struct Subsets {
  /// The number of subsets.
  static let count = 20
  private static let share = 4
  /// Standard deviations of the normal distribution that 95 % lie within.
  private static let deviations = 1.96

  /// The numbers of each subset's images on both sides.
  let members: [(x: [Int], y: [Int])]

  /// Draws subsets of sets of so many images, always the same for these.
  init(x: Int, y: Int) {
    members = (0..<Self.count).map { subset in
      func draw(_ count: Int, _ side: Int) -> [Int] {
        let order = EvaluationStream.subsets.stream(2 * subset + side).shuffledIndices(count: count)
        return order.prefix(count / Self.share).sorted()
      }
      return (draw(x, 0), draw(y, 1))
    }
  }

  /// The figure of the whole with an interval from those of the subsets.
  ///
  /// - Parameters:
  ///   - value: the figure of the whole.
  ///   - subsets: the figures of the subsets.
  ///   - least: the least that the figure can be.
  /// - Returns: the figure; no end of its interval is less than `least`.
  static func figure(_ value: Double, subsets: [Double], atLeast least: Double = -.infinity) -> FigureValue {
    let mean = subsets.reduce(0, +) / Double(subsets.count)
    let variance = subsets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(subsets.count - 1)
    let half = deviations * (variance / Double(share - 1)).squareRoot()
    return FigureValue(value, interval: max(least, value - half)...max(least, value + half))
  }
}
