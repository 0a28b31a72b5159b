/// Poisson blending (Pérez et al., "Poisson Image Editing", 2003): puts a part of one picture into another so that its
/// differences from pixel to pixel are kept and its edge fits.
///
/// Inside the hole the sum is sought of the pasted picture and a harmonic function that is the known picture minus the
/// pasted one around the hole. That is one linear equation for each pixel p of the hole: the sum over its neighbours q
/// of `e(p) - e(q)` is 0, where e of a known pixel is given. The matrix is symmetric and positive definite as long as
/// some pixel is known, and conjugate gradients (Hestenes & Stiefel, 1952) solve it.
public struct HarmonicFill {
  private let pixels: [Int]
  /// For each pixel of the hole its neighbours: places in `pixels` if they are in the hole, and pixels that are known.
  private let neighbours: [(unknown: [Int], known: [Int])]

  /// The greatest length of what is left of the equations, relative to that at the start.
  private static let tolerance = 1e-9

  /// Prepares for a hole, of which not all pixels may be a part.
  public init(width: Int, height: Int, hole: [Bool]) {
    precondition(hole.count == width * height && hole.contains(false))
    let pixels = hole.indices.filter { hole[$0] }
    var places = [Int](repeating: 0, count: hole.count)
    for (place, pixel) in pixels.enumerated() { places[pixel] = place }
    self.pixels = pixels
    neighbours = pixels.map { pixel in
      let (row, column) = (pixel / width, pixel % width)
      var around: [Int] = []
      if row > 0 { around.append(pixel - width) }
      if row + 1 < height { around.append(pixel + width) }
      if column > 0 { around.append(pixel - 1) }
      if column + 1 < width { around.append(pixel + 1) }
      return (around.filter { hole[$0] }.map { places[$0] }, around.filter { !hole[$0] })
    }
  }

  /// The known picture with the hole filled from the pasted one, both with one value a pixel.
  public func blend(_ pasted: [Double], into known: [Double]) -> [Double] {
    let sides = neighbours.map { $0.known.reduce(0) { $0 + known[$1] - pasted[$1] } }
    var blended = known
    for (place, correction) in solve(sides).enumerated() {
      blended[pixels[place]] = pasted[pixels[place]] + correction
    }
    return blended
  }

  private func solve(_ sides: [Double]) -> [Double] {
    var solution = [Double](repeating: 0, count: sides.count)
    var residual = sides
    var direction = residual
    var square = Self.product(residual, residual)
    let enough = square * Self.tolerance * Self.tolerance
    // In exact arithmetic there are no more steps than equations; rounding may ask for a few more.
    for _ in 0..<2 * sides.count where square > enough {
      let image = apply(direction)
      let step = square / Self.product(direction, image)
      for place in sides.indices {
        solution[place] += step * direction[place]
        residual[place] -= step * image[place]
      }
      let next = Self.product(residual, residual)
      for place in sides.indices { direction[place] = residual[place] + next / square * direction[place] }
      square = next
    }
    return solution
  }

  /// The left sides of the equations.
  private func apply(_ e: [Double]) -> [Double] {
    neighbours.enumerated().map { place, around in
      Double(around.unknown.count + around.known.count) * e[place] - around.unknown.reduce(0) { $0 + e[$1] }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
