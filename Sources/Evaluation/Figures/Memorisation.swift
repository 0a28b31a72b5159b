/// How near an image must come to a training image to count as memorised: nearer than nearly all real images do that
/// were not learnt from.
struct Memorisation: Sendable {
  /// The percentile of the unseen images' distances below which a sample counts as memorised.
  static let percentile = 5.0

  /// The distance below which an image counts.
  let threshold: Double
  /// The number of unseen images.
  let unseenCount: Int
  /// How many of them are training images as well, at no distance.
  let duplicateCount: Int

  /// Measures the distances of unseen images. Those that are training images as well say nothing of how near unseen
  /// images come, and are left out.
  init(unseen distances: [Double]) {
    let others = distances.filter { $0 > 0 }
    threshold = Self.percentile(of: others)
    unseenCount = distances.count
    duplicateCount = distances.count - others.count
  }

  /// Whether an image at this distance counts; a copy always does.
  func counts(_ distance: Double) -> Bool { distance == 0 || distance < threshold }

  /// The share of unseen images that count: the duplicates, and five percent of the others.
  var floor: Double {
    let duplicates = Double(duplicateCount) / Double(max(1, unseenCount))
    return duplicates + (1 - duplicates) * Self.percentile / 100
  }

  /// The distance below which five percent of `distances` lie, interpolated linearly between two of them; 0 if there
  /// are none.
  private static func percentile(of distances: [Double]) -> Double {
    if distances.isEmpty { return 0 }
    let sorted = distances.sorted()
    let place = Double(sorted.count - 1) * percentile / 100
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
