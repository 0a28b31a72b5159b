import TensorCore

/// Which classes the images of a conditional generator are of.
public struct ClassChoice: Equatable, Sendable {
  /// Classes that were asked for, which take turns; empty if each image's is drawn.
  private let asked: [Int]
  /// The number of training images of the classes up to each, itself included.
  private let cumulativeCounts: [Int]

  /// Each image's class is drawn, as often as training images have it; `counts` are not all 0.
  public init(drawnBy counts: [Int]) {
    asked = []
    var sum = 0
    cumulativeCounts = counts.map { count in
      sum += count
      return sum
    }
  }

  /// The classes take turns, at least one: image 0 is of the first.
  public init(_ classes: [Int]) {
    precondition(!classes.isEmpty, "there is a class to choose")
    asked = classes
    cumulativeCounts = []
  }

  /// The class of a place among the images asked for, whose number counts from 0 in a seed. One that is drawn depends
  /// on seed, purpose and number alone.
  func number(place: Int, image: UInt32, seed: UInt64, _ purpose: Purpose) -> Int {
    if !asked.isEmpty { return asked[place % asked.count] }
    let stream = RandomStream(seed: seed, purpose: .classes, substream: purpose.rawValue)
    let drawn = Int(stream.uniform(at: UInt64(image)) * Double(cumulativeCounts.last ?? 0))
    return cumulativeCounts.firstIndex { drawn < $0 } ?? 0
  }

  /// What classes are drawn for: streams of their own.
  enum Purpose: UInt32 {
    /// Pictures.
    case samples
    /// The statistics of averaged weights.
    case statistics
  }
}
