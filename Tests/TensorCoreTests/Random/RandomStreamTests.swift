import Foundation
import TensorCore
import Testing

struct RandomStreamTests {
  @Test(arguments: RandomGoldenValues.normals)
  func normalsEqualPythonsToTheBit(_ golden: RandomGoldenValues.Elements) {
    let stream = RandomStream(seed: golden.seed, purpose: golden.purpose, substream: golden.substream)
    let (mean, standardDeviation) = golden.parameters
    var normals = [Float](repeating: .nan, count: golden.bitPatterns.count)
    stream.fillNormals(&normals, from: golden.start, mean: mean, standardDeviation: standardDeviation)
    #expect(normals.map(\.bitPattern) == golden.bitPatterns)
  }

  @Test(arguments: RandomGoldenValues.uniforms)
  func uniformsEqualPythonsToTheBit(_ golden: RandomGoldenValues.Elements) {
    let stream = RandomStream(seed: golden.seed, purpose: golden.purpose, substream: golden.substream)
    let range = Float(golden.parameters.0)...Float(golden.parameters.1)
    var uniforms = [Float](repeating: .nan, count: golden.bitPatterns.count)
    stream.fillUniforms(&uniforms, from: golden.start, in: range)
    #expect(uniforms.map(\.bitPattern) == golden.bitPatterns)
  }

  @Test func aLongRangeOfNormalsEqualsPythonsToTheBit() {
    let stream = RandomStream(seed: 7, purpose: .weights, substream: 1)
    var normals = [Float](repeating: .nan, count: 100_000)
    stream.fillNormals(&normals, from: 1, mean: 0, standardDeviation: 0x1.47ae147ae147bp-6)
    #expect(RandomGoldenValues.crc32(of: normals.map(\.bitPattern)) == RandomGoldenValues.longNormalsCRC32)
  }

  @Test(arguments: [0, 1, 0xFFFF_FFFF, 0x1_0000_0000, 0x3FFF_FFFF_FFFF_FFFF] as [UInt64])
  func wordsComeFromTheDocumentedCounter(blockIndex: UInt64) {
    let stream = RandomStream(seed: 0x0123_4567_89AB_CDEF, purpose: .sampleLatents, substream: 17)
    let words = Philox4x32(key: 0x0123_4567_89AB_CDEF).block(
      counter: (UInt32(blockIndex & 0xFFFF_FFFF), UInt32(blockIndex >> 32), 17, 3))
    let low = UInt64(words.1) << 32 | UInt64(words.0)
    let high = UInt64(words.3) << 32 | UInt64(words.2)
    #expect((0..<4).map { stream.uint32(at: 4 * blockIndex + $0) } == [words.0, words.1, words.2, words.3])
    #expect((0..<2).map { stream.uint64(at: 2 * blockIndex + $0) } == [low, high])
    #expect(stream.uniform(at: 2 * blockIndex + 1) == Double(high / 2048) / 9_007_199_254_740_992)
  }

  @Test func aRangeIsTheSameHoweverItIsCut() {
    let stream = RandomStream(seed: 11, purpose: .trainingLatents)
    for start: UInt64 in [0, 1, 2, 6399, .max - 3] {
      let elements = (0..<9).map { start &+ $0 }
      let expectedNormals = elements.map { Float(2 + 3 * stream.normal(at: $0)) }
      let expectedUniforms = elements.map { Float(-1 + 3 * stream.uniform(at: $0)) }
      for cut in 0...9 {
        var normals: [[Float]] = [cut, 9 - cut].map { Array(repeating: .nan, count: $0) }
        var uniforms = normals
        for (part, index) in [start, start &+ UInt64(cut)].enumerated() {
          stream.fillNormals(&normals[part], from: index, mean: 2, standardDeviation: 3)
          stream.fillUniforms(&uniforms[part], from: index, in: -1...2)
        }
        #expect(normals[0] + normals[1] == expectedNormals, "start \(start), cut \(cut)")
        #expect(uniforms[0] + uniforms[1] == expectedUniforms, "start \(start), cut \(cut)")
      }
    }
  }

  @Test func seedsPurposesAndSubstreamsHaveStreamsOfTheirOwn() {
    let seeds: [UInt64] = [0, 1, 0x1_0000_0000, .max]
    let substreams: [UInt32] = [0, 1, 2, .max]
    var firstWords: Set<UInt64> = []
    for seed in seeds {
      for purpose in RandomPurpose.allCases {
        for substream in substreams {
          firstWords.insert(RandomStream(seed: seed, purpose: purpose, substream: substream).uint64(at: 0))
        }
      }
    }
    #expect(firstWords.count == seeds.count * RandomPurpose.allCases.count * substreams.count)
  }

  /// A sample moment of `n` independent numbers deviates by at most five of its own standard deviations, which the
  /// exact moments of the distribution give: for `E[x^k]` it is the root of `(E[x^2k] - E[x^k]^2) / n`.
  @Test func normalsHaveTheMomentsOfTheStandardNormalDistribution() {
    let count = 50_000
    let stream = RandomStream(seed: 3, purpose: .weights, substream: 2)
    let normals = (0..<UInt64(count)).map { stream.normal(at: $0) }
    let moments: [(power: Int, expected: Double, variance: Double)] = [
      (1, 0, 1), (2, 1, 3 - 1), (3, 0, 15), (4, 3, 105 - 9),
    ]
    for (power, expected, variance) in moments {
      let moment = normals.reduce(0) { $0 + pow($1, Double(power)) } / Double(count)
      #expect(abs(moment - expected) <= 5 * (variance / Double(count)).squareRoot(), "moment \(power)")
    }
    for distance in [1, 2] {
      let products = zip(normals, normals.dropFirst(distance)).map { $0 * $1 }
      let correlation = products.reduce(0, +) / Double(products.count)
      #expect(abs(correlation) <= 5 / Double(products.count).squareRoot(), "distance \(distance)")
    }
  }

  /// The numbers that fall into a bin of probability `p` have the variance `n p (1 - p)`.
  @Test func normalsFollowTheDistributionFunction() {
    let count = 50_000
    let stream = RandomStream(seed: 4, purpose: .sampleLatents)
    let normals = (0..<UInt64(count)).map { stream.normal(at: $0) }
    for bound in stride(from: -3.5, through: 3.5, by: 0.5) {
      let probability = 0.5 * erfc(-bound / 2.0.squareRoot())
      let expected = Double(count) * probability
      let actual = Double(normals.count { $0 < bound })
      #expect(abs(actual - expected) <= 5 * (expected * (1 - probability)).squareRoot(), "below \(bound)")
    }
  }

  @Test func uniformsFillTheirRangeEvenly() {
    let count = 32_000
    let binCount = 16
    let stream = RandomStream(seed: 5, purpose: .evaluation, substream: 9)
    var bins = Array(repeating: 0, count: binCount)
    for index in 0..<UInt64(count) {
      bins[Int(stream.uniform(at: index) * Double(binCount))] += 1
    }
    let expected = Double(count) / Double(binCount)
    let deviation = (expected * (1 - 1 / Double(binCount))).squareRoot()
    for (bin, size) in bins.enumerated() {
      #expect(abs(Double(size) - expected) <= 5 * deviation, "bin \(bin)")
    }
  }

  @Test(arguments: [-1...1, 1...Float(1).nextUp, 0...0, -0x1p-149...0x1p-149, -1...0x1p-54] as [ClosedRange<Float>])
  func uniformsStayInTheirRange(_ range: ClosedRange<Float>) {
    let stream = RandomStream(seed: 6, purpose: .evaluation)
    var uniforms = [Float](repeating: .nan, count: 500)
    stream.fillUniforms(&uniforms, in: range)
    #expect(uniforms.allSatisfy(range.contains))
  }
}
