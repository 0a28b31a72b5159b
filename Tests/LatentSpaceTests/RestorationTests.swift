import TensorCore
import TestSupport
import Testing

@testable import GAN
@testable import LatentSpace

struct RestorationTests {
  /// A hole that touches a corner and an edge, with a known pixel inside it.
  private static let width = 9
  private static let height = 7
  private static let hole = (0..<63).map { pixel in
    let (row, column) = (pixel / width, pixel % width)
    return (row < 4 && column < 5 || row > 4 && column > 6) && pixel != 2 * width + 2
  }

  private static func noise(_ count: Int, substream: UInt32) -> [Double] {
    var values = [Float](repeating: 0, count: count)
    RandomStream(seed: 1, purpose: .evaluation, substream: substream).fillNormals(&values)
    return values.map(Double.init)
  }

  @Test func theFilledPartHasTheDifferencesOfThePastedPictureAndMeetsTheKnownOne() {
    let (pasted, known) = (Self.noise(63, substream: 1), Self.noise(63, substream: 2))
    let blended = HarmonicFill(width: Self.width, height: Self.height, hole: Self.hole).blend(pasted, into: known)
    for pixel in 0..<63 {
      guard Self.hole[pixel] else {
        #expect(blended[pixel] == known[pixel])
        continue
      }
      let (row, column) = (pixel / Self.width, pixel % Self.width)
      var sum = 0.0
      for (y, x) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      where (0..<Self.height).contains(y) && (0..<Self.width).contains(x) {
        let other = y * Self.width + x
        sum += blended[pixel] - blended[other] - (pasted[pixel] - pasted[other])
      }
      #expect(abs(sum) < 1e-7, "pixel \(pixel)")
    }
  }

  @Test func aPicturePastedIntoItselfHoweverMuchBrighterComesBack() {
    let known = Self.noise(63, substream: 3)
    let blended = HarmonicFill(width: Self.width, height: Self.height, hole: Self.hole)
      .blend(known.map { $0 + 100 }, into: known)
    #expect(zip(blended, known).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func pixelsCountTheMoreTheNearerTheHoleAndThoseInItNothing() {
    let hole = (0..<400).map { (8..<12).contains($0 / 20) && (8..<12).contains($0 % 20) }
    let weights = Inpainting(width: 20, height: 20, hole: hole).weights
    #expect(zip(weights, hole).allSatisfy { ($0 == 0) == $1 })
    #expect(weights[9 * 20 + 7] > weights[9 * 20 + 6])
    #expect(weights[9 * 20 + 6] > weights[9 * 20 + 4])
    #expect(weights[0] == weights[9 * 20 + 2])
  }

  @Test func onlyTheHoleIsFilledInEveryChannel() {
    let image = (0..<63 * 3).map { UInt8($0 % 3 * 100) }
    let inpainting = Inpainting(width: Self.width, height: Self.height, hole: Self.hole)
    #expect(inpainting.fill(image, from: [UInt8](repeating: 9, count: 189)) == image)
    let other = image.enumerated().map { Self.hole[$0.offset / 3] ? 77 : $0.element }
    #expect(inpainting.fill(other, from: [UInt8](repeating: 9, count: 189)) == image)
  }

  @Test func theHoleAloneIsClearedAndTakenOut() {
    let image = (0..<63 * 3).map { UInt8($0) }
    let inpainting = Inpainting(width: Self.width, height: Self.height, hole: Self.hole)
    let cleared = inpainting.clear(image, to: 255)
    #expect(image.indices.allSatisfy { cleared[$0] == (Self.hole[$0 / 3] ? 255 : image[$0]) })
    #expect(inpainting.part(of: image[...]) == image.filter { Self.hole[Int($0) / 3] })
    #expect(inpainting.part(of: cleared[...]).allSatisfy { $0 == 255 })
  }

  private let filter = Denoising(width: 24, height: 24, channels: 1)
  /// A disc on a dark ground.
  private static let disc = (0..<576).map { pixel -> Double in
    let (y, x) = (Double(pixel / 24) - 11.5, Double(pixel % 24) - 11.5)
    return x * x + y * y < 64 ? 180 : 70
  }

  private static func bytes(_ values: [Double]) -> [UInt8] { values.map { UInt8(min(max($0.rounded(), 0), 255)) } }

  private static func error(_ image: [UInt8]) -> Double {
    zip(image, disc).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) } / 576
  }

  @Test(arguments: [10.0, 30])
  func aGoodGuessIsKeptAndOfABadOneTheSmoothPartMended(deviation: Double) {
    let noisy = Self.bytes(zip(Self.disc, Self.noise(576, substream: 4)).map { $0 + deviation * $1 })
    let perfect = filter.denoise(noisy, guess: Self.bytes(Self.disc), deviation: deviation)
    #expect(Self.error(perfect) < 0.1 * Self.error(noisy))
    let tooDark = filter.denoise(noisy, guess: Self.bytes(Self.disc.map { $0 - 40 }), deviation: deviation)
    #expect(Self.error(tooDark) < 0.3 * Self.error(noisy))
    let none = filter.denoise(noisy, guess: [UInt8](repeating: 0, count: 576), deviation: deviation)
    #expect(Self.error(none) <= Self.error(noisy))
  }

  @Test func withoutNoiseTheImageComesBackAsItWas() {
    let image = Self.bytes(Self.disc)
    #expect(filter.denoise(image, guess: [UInt8](repeating: 0, count: 576), deviation: 0) == image)
  }

  /// The mean of 484 magnitudes has a relative deviation of about 5 %: three of them are allowed. The disc's edge adds
  /// to it, the more, the weaker the noise.
  @Test(arguments: [10.0, 30])
  func theStrengthOfTheNoiseIsEstimated(deviation: Double) {
    let noise = Self.noise(576, substream: 5).map { deviation * $0 }
    let flat = filter.noiseDeviation(noise) / deviation
    #expect(abs(flat - 1) < 0.15)
    let disc = filter.noiseDeviation(zip(Self.disc, noise).map { $0 + $1 }) / deviation
    #expect(disc > flat && disc < 2)
  }
}
