/// How often each class is seen among images.
enum ClassHistogram {
  /// A class counts as missing if it is seen less than a tenth as often as among the reference images.
  static let missingShare = 0.1

  /// A row of zeros and a one for each image.
  static func contributions(_ classes: [Int], count: Int) -> [[Double]] {
    classes.map { number in (0..<count).map { $0 == number ? 1 : 0 } }
  }

  /// The part of the images that would have to change their class for the shares to be those of the reference images:
  /// half the sum of the absolute differences.
  static func difference(_ shares: [Double], from reference: [Double]) -> Double {
    zip(shares, reference).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// The share of each class.
  static func shares(_ classes: [Int], count: Int) -> [Double] {
    var counts = [Int](repeating: 0, count: count)
    for number in classes { counts[number] += 1 }
    return counts.map { Double($0) / Double(max(1, classes.count)) }
  }
}
