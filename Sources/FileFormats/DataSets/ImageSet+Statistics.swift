/// What the bytes of some images tell.
public struct PixelStatistics: Equatable, Sendable {
  /// The least byte.
  public let minimum: UInt8
  /// The greatest byte.
  public let maximum: UInt8
  /// The mean of all bytes.
  public let mean: Double
}

extension ImageSet {
  /// Walks over all bytes for their least, their greatest and their mean; 0 if there are none.
  public func computePixelStatistics() -> PixelStatistics {
    var histogram = [Int](repeating: 0, count: 256)
    for byte in bytes { histogram[Int(byte)] += 1 }
    let sum = histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    return PixelStatistics(
      minimum: UInt8(histogram.firstIndex { $0 > 0 } ?? 0), maximum: UInt8(histogram.lastIndex { $0 > 0 } ?? 0),
      mean: Double(sum) / Double(max(1, bytes.count)))
  }

  /// Counts the images of each class, from class 0 to the last that has any; `nil` if there are no labels.
  public func countClasses() -> [Int]? {
    guard let labels else { return nil }
    var counts = [Int](repeating: 0, count: labels.max().map { Int($0) + 1 } ?? 0)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }
}
