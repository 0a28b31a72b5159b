import TensorCore

/// A walk from one latent vector to the next.
public enum Interpolation: Sendable {
  /// In a straight line.
  case linear
  /// Along the arc of a great circle (Shoemake, "Animating Rotation with Quaternion Curves", 1985). Normal latents of
  /// many values lie near a sphere, and the middle of a straight line between two of them lies far inside it, where the
  /// generator was never trained.
  case spherical

  /// The vectors of a walk through all of `keys`, at least one.
  ///
  /// - Parameters:
  ///   - keys: where the walk leads, with one number of values each.
  ///   - steps: the steps from each key to the next, at least 1.
  /// - Returns: `(keys.count - 1) * steps + 1` vectors, the first and the last key among them.
  public func walk(through keys: [[Float]], steps: Int) -> [[Float]] {
    var vectors: [[Float]] = []
    for (start, end) in zip(keys, keys.dropFirst()) {
      for step in 0..<steps { vectors.append(between(start, end, at: Double(step) / Double(steps))) }
    }
    return vectors + keys.suffix(1)
  }

  /// The vector at a fraction of the way, 0 ... 1.
  func between(_ start: [Float], _ end: [Float], at fraction: Double) -> [Float] {
    var (startWeight, endWeight) = (1 - fraction, fraction)
    if self == .spherical {
      let angle = Self.turns(between: start, and: end)
      let sine = portableSinCosTurns(angle).sin
      // Between vectors that point the same way, or opposite ways, the arc is a line or is not determined.
      if sine > 1e-6 {
        startWeight = portableSinCosTurns(angle * startWeight).sin / sine
        endWeight = portableSinCosTurns(angle * endWeight).sin / sine
      }
    }
    return zip(start, end).map { Float(startWeight * Double($0) + endWeight * Double($1)) }
  }

  /// The angle between two vectors, 0 ... 1/2 turns, by bisection: the C library's arc cosine differs between machines.
  private static func turns(between a: [Float], and b: [Float]) -> Double {
    func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    let lengths = (product(a, a) * product(b, b)).squareRoot()
    guard lengths > 0 else { return 0 }
    let cosine = product(a, b) / lengths
    var (low, high) = (0.0, 0.5)
    for _ in 0..<52 {
      let middle = (low + high) / 2
      if portableSinCosTurns(middle).cos > cosine { low = middle } else { high = middle }
    }
    return low
  }
}
