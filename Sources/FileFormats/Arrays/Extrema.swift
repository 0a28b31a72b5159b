/// The least and the greatest of some numbers.
struct Extrema: Equatable {
  let minimum: Double
  let maximum: Double

  /// Looks for the extrema of all numbers of an array, of which there is at least one.
  /// - Throws: ``FileError`` if a number is infinite or none; `path` is the file that the error speaks of.
  init(_ array: NumberArray, path: String) throws {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    // A comparison with what is no number is false, and a sum with it is none.
    var sum = 0.0
    array.forEachValue {
      if $0 < least { least = $0 }
      if $0 > greatest { greatest = $0 }
      sum += $0 * 0
    }
    guard sum == 0 else {
      throw FileError(
        .badData, path: path,
        reason:
          "value \(array.values.firstIndex { !$0.isFinite } ?? 0) is infinite or not a number; replace such values, "
          + "for instance with np.nan_to_num(array)")
    }
    minimum = least
    maximum = greatest
  }

  private init(_ minimum: Double, _ maximum: Double) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Those of both.
  func joined(with other: Extrema) -> Extrema { Extrema(min(minimum, other.minimum), max(maximum, other.maximum)) }
}
