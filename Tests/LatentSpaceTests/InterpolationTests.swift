import Foundation
import GAN
import LatentSpace
import Testing

struct InterpolationTests {
  @Test(arguments: [Interpolation.linear, .spherical])
  func aWalkGoesThroughItsKeysInAsManyStepsAsWereAskedFor(interpolation: Interpolation) {
    let keys: [[Float]] = [[1, 0, 0], [0, 2, 0], [0, 0, -3]]
    for steps in [1, 2, 5] {
      let walk = interpolation.walk(through: keys, steps: steps)
      #expect(walk.count == 2 * steps + 1)
      for (index, key) in keys.enumerated() {
        for (value, wanted) in zip(walk[index * steps], key) { #expect(abs(value - wanted) < 1e-6) }
      }
    }
    #expect(interpolation.walk(through: [[1, 2]], steps: 3) == [[1, 2]])
  }

  @Test func theMiddleOfALineIsTheMeanAndAnArcKeepsTheLength() {
    #expect(Interpolation.linear.walk(through: [[1, 0], [0, 1]], steps: 2)[1] == [0.5, 0.5])
    for step in Interpolation.spherical.walk(through: [[2, 0], [0, 2]], steps: 7) {
      #expect(abs(step[0] * step[0] + step[1] * step[1] - 4) < 1e-5)
    }
    let third = Interpolation.spherical.walk(through: [[1, 0], [0, 1]], steps: 3)[1]
    #expect(abs(Double(third[0]) - cos(Double.pi / 6)) < 1e-6)
    #expect(abs(Double(third[1]) - 0.5) < 1e-6)
  }

  @Test(arguments: [[1, 2], [2, 4], [-1, -2], [0, 0]] as [[Float]])
  func whereNoArcIsDeterminedTheWalkIsALine(end: [Float]) {
    let middle = Interpolation.spherical.walk(through: [[1, 2], end], steps: 2)[1]
    #expect(middle == [(1 + end[0]) / 2, (2 + end[1]) / 2])
  }
}
