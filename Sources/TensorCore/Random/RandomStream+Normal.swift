// An unoptimised `squareRoot()` calls the C library's, which is linked because of this import.
import Foundation

// Normally distributed numbers by the transform of G. Box and M. Muller, "A Note on the Generation of Random Normal
// Deviates", Ann. Math. Statist. 29 (1958): two uniform numbers become two independent normal ones, with no rejection,
// so that an element's position in the stream says where its bits are.
extension RandomStream {
  /// The number at an index, of the standard normal distribution. Its magnitude is at most 8.58.
  ///
  /// Elements `2b` and `2b + 1` are `r cos(2 pi v)` and `r sin(2 pi v)`, where `r` is the root of `-2 log(1 - u)`, and
  /// `u` and `v` are the uniform numbers at `2b` and `2b + 1`. As `u` is below 1, the logarithm is finite.
  public func normal(at index: UInt64) -> Double {
    let pair = normalPair(at: index >> 1)
    return index & 1 == 0 ? pair.0 : pair.1
  }

  /// Fills an array with normally distributed elements of the stream.
  ///
  /// Element `i` is `mean + standardDeviation * normal(at: i)`, calculated in `Double` and rounded once to `Float`.
  ///
  /// - Parameters:
  ///   - destination: receives one element after the other; its length does not change.
  ///   - index: the stream's element that goes to the front; it may be odd.
  ///   - mean: the distribution's mean.
  ///   - standardDeviation: the distribution's standard deviation.
  public func fillNormals(
    _ destination: inout [Float], from index: UInt64 = 0, mean: Double = 0, standardDeviation: Double = 1
  ) {
    destination.withUnsafeMutableBufferPointer {
      fillNormals($0, from: index, mean: mean, standardDeviation: standardDeviation)
    }
  }

  /// Fills memory with normally distributed elements of the stream, without any allocation: what tensors use.
  package func fillNormals(
    _ destination: UnsafeMutableBufferPointer<Float>, from index: UInt64 = 0, mean: Double = 0,
    standardDeviation: Double = 1
  ) {
    var pair = (0.0, 0.0)
    for position in destination.indices {
      let element = index &+ UInt64(position)
      let isFirstOfPair = element & 1 == 0
      if isFirstOfPair || position == 0 {
        pair = normalPair(at: element >> 1)
      }
      destination[position] = Float(mean + standardDeviation * (isFirstOfPair ? pair.0 : pair.1))
    }
  }

  private func normalPair(at blockIndex: UInt64) -> (Double, Double) {
    let words = uint64Pair(at: blockIndex)
    let radius = (-2 * portableLog(1 - Self.uniform(words.0))).squareRoot()
    let direction = portableSinCosTurns(Self.uniform(words.1))
    return (radius * direction.cos, radius * direction.sin)
  }
}
