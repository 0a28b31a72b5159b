import Runs

/// Which values a panel shows of curves.
enum PlotRange {
  /// From 0 to 1.
  case part
  /// From 0 on, or from less if there is less. A few peaks far above the rest are cut off. If the rest differs by very
  /// large factors, as losses that ran away, equal factors.
  case amount
  /// Equal factors if the values differ by large ones.
  case factor

  /// The greatest factor that equal lengths may show.
  private static let largeFactor = 15.0
  /// The same of amounts, by which the greatest may exceed the one in the middle.
  private static let runawayFactor = 200.0
  /// How far beyond nearly all values the rest may lie.
  private static let farPeak = 2.5
  private static let partOfPeaks = 0.02
  /// Beyond it, values are of no use to anyone, and their differences might be infinite.
  static let limit = 1e30

  /// The axis for points, at least one, and the greatest value if it lies far above what is shown.
  func axis(_ points: [CurvePoint]) -> (axis: Axis, peak: Double?) {
    let low = max(-Self.limit, points.reduce(.infinity) { min($0, $1.minimum) })
    let high = min(Self.limit, points.reduce(-.infinity) { max($0, $1.maximum) })
    switch self {
    case .part: return (Axis(min(0, low), max(1, high)), nil)
    case .factor:
      if low > 0, high / low > Self.largeFactor { return (Axis(low / 1.15, high * 1.15, isLogarithmic: true), nil) }
      return (Axis(min(0, low), high + 0.06 * (high - min(0, low))), nil)
    case .amount:
      let floor = min(0, -Self.robust(points.map { -$0.minimum }))
      let ceiling = Self.robust(points.map(\.maximum))
      let middle = points.map(\.value).sorted()[points.count / 2]
      if low > 0, ceiling / middle > Self.runawayFactor {
        return (Axis(low / 1.5, high * 1.5, isLogarithmic: true), nil)
      }
      let room = 0.06 * (max(ceiling, floor) - floor)
      return (Axis(floor < 0 ? floor - room : 0, ceiling + room), high > ceiling + room ? high : nil)
    }
  }

  /// The greatest value; if it lies far above nearly all others, one not far above those.
  private static func robust(_ values: [Double]) -> Double {
    let sorted = values.map { min(max($0, -limit), limit) }.sorted()
    let (middle, high) = (sorted[sorted.count / 2], sorted[sorted.count - 1])
    let common = sorted[min(sorted.count - 1, Int(Double(sorted.count) * (1 - partOfPeaks)))]
    let spread = max(common - middle, abs(middle) / 4)
    return high > common + farPeak * spread ? common + spread : high
  }
}
