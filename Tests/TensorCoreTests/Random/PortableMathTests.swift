import Foundation
import TensorCore
import Testing

struct PortableMathTests {
  /// The uniform numbers whose functions `RandomGoldenValues` has.
  static let uniforms: [Double] = {
    let stream = RandomStream(seed: 7, purpose: .evaluation)
    return (0..<10_000).map { stream.uniform(at: $0) }
  }()

  @Test func logarithmsEqualPythonsToTheBit() {
    let bitPatterns = Self.uniforms.map { portableLog(1 - $0).bitPattern }
    #expect(RandomGoldenValues.crc32(of: bitPatterns) == RandomGoldenValues.logarithmsCRC32)
  }

  @Test func sinesAndCosinesEqualPythonsToTheBit() {
    let bitPatterns = Self.uniforms.flatMap { turns in
      let (sin, cos) = portableSinCosTurns(turns)
      return [sin.bitPattern, cos.bitPattern]
    }
    #expect(RandomGoldenValues.crc32(of: bitPatterns) == RandomGoldenValues.sinesAndCosinesCRC32)
  }

  @Test func logarithmOfOneIsZero() {
    #expect(portableLog(1) == 0)
  }

  /// Both functions are within 1 ulp of the exact logarithm.
  @Test func logarithmIsWithinTwoUlpsOfTheLibrarys() {
    let smallestArgument = 0x1p-53
    let rootOfTwo = 2.0.squareRoot()
    let extremes: [Double] = [
      smallestArgument, 1 - 0x1p-53, 1.0.nextUp, rootOfTwo, rootOfTwo.nextUp, rootOfTwo / 2, rootOfTwo.nextUp / 2, 2,
      .leastNormalMagnitude, .greatestFiniteMagnitude,
    ]
    let powers = (-1022...1023).map { exponent in
      Double(sign: .plus, exponent: exponent, significand: 1 + Self.uniforms[exponent + 1022])
    }
    for x in extremes + powers + Self.uniforms.map({ 1 - $0 }) {
      let expected = log(x)
      let actual = portableLog(x)
      #expect(abs(actual - expected) <= 2 * expected.ulp, "log(\(x))")
    }
  }

  @Test func exponentialIsWithinThreeUlpsOfTheLibrarys() {
    let large = (-707...708).map { Double($0) + Self.uniforms[$0 + 707] }
    for x in large + Self.uniforms + [0, -0.0, -708, 709, 0x1p-60] where abs(x) <= 709 {
      let expected = exp(x)
      #expect(abs(portableExp(x) - expected) <= 3 * expected.ulp, "exp(\(x))")
    }
    #expect(portableExp(0) == 1 && portableExp(-1000) == 0 && portableExp(1000) == .infinity)
    #expect(portableExp(-.infinity) == 0)
  }

  @Test func whatIsNotANumberStaysSo() {
    #expect(portableExp(.nan).isNaN && portableExp(-.nan).isNaN)
    let (sin, cos) = portableSinCosTurns(.nan)
    #expect(sin.isNaN && cos.isNaN)
  }

  @Test(arguments: [(0, 0, 1), (0.25, 1, 0), (0.5, 0, -1), (0.75, -1, 0)] as [(Double, Double, Double)])
  func wholeQuartersAreExact(turns: Double, sin: Double, cos: Double) {
    #expect(portableSinCosTurns(turns) == (sin, cos))
  }

  /// The sine and cosine of `2 pi u` from the library's, for an angle that is not rounded: the library gets `4u * pi/2`
  /// to the nearest `Double`, and the rest enters by the first terms of the Taylor series. The error is that of the
  /// library, below 1 ulp, and half an ulp of the sum.
  static func reference(turns: Double) -> (sin: Double, cos: Double) {
    // The angle's own size would cost digits, so it is counted from the nearest half turn.
    let halfTurns = (2 * turns).rounded()
    let sign: Double = halfTurns == 1 ? -1 : 1
    let quarters = 4 * turns - 2 * halfTurns
    let quarterTurn = Double.pi / 2
    let quarterTurnRest = 0x1.1a62633145c07p-54
    let angle = quarters * quarterTurn
    let rest = (-angle).addingProduct(quarters, quarterTurn) + quarters * quarterTurnRest
    return (sign * (sin(angle) + rest * cos(angle)), sign * (cos(angle) - rest * sin(angle)))
  }

  /// Ours is within 1.5 ulp of the exact value and the reference too.
  @Test func sineAndCosineAreWithinThreeUlpsOfTheLibrarys() {
    var extremes: [Double] = [0x1p-53, 0x1p-27, 1 - 0x1p-53]
    for octant in 1..<8 {
      let edge = Double(octant) / 8
      extremes += [edge - 0x1p-53, edge, edge + 0x1p-53]
    }
    for turns in extremes + Self.uniforms {
      let (sine, cosine) = portableSinCosTurns(turns)
      let (expectedSine, expectedCosine) = Self.reference(turns: turns)
      #expect(abs(sine - expectedSine) <= 3 * expectedSine.ulp, "sin(2 pi \(turns))")
      #expect(abs(cosine - expectedCosine) <= 3 * expectedCosine.ulp, "cos(2 pi \(turns))")
    }
  }
}
