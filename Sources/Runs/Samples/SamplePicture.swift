import FileFormats
import GAN

/// A picture among a run's samples, by its name.
package struct SamplePicture: Equatable, Sendable {
  /// What a picture is of.
  package enum Moment: Equatable, Sendable {
    /// The end of an epoch, from 1.
    case epoch(Int)
    /// A step within one.
    case step(Int)
  }

  /// What it is of.
  package let moment: Moment
  /// The file.
  package let path: String

  /// A picture of a run's directory; `nil` if the name is of another kind, no run can come so far, or the number is
  /// said in another way: then it is not ours, and may not be removed.
  init?(name: String, path: String) {
    guard name.hasSuffix(Self.suffix), let dash = name.firstIndex(of: "-"),
      let number = Int(name[name.index(after: dash)...].dropLast(Self.suffix.count))
    else { return nil }
    switch name[..<dash] {
    case "epoch" where RunSettings.possibleEpochs.contains(number): moment = .epoch(number)
    case "step" where MetricsLine.possibleSteps.contains(number): moment = .step(number)
    default: return nil
    }
    guard name == moment.fileName else { return nil }
    self.path = path
  }

  fileprivate static let suffix = ".png"

  /// The last step before it.
  package func step(_ timeline: EpochTimeline) -> Int {
    switch moment {
    case .epoch(let number): timeline.lastStep(ofEpoch: number)
    case .step(let number): number
    }
  }

  /// Those of pictures that are to go, so that `count` stay which lie about evenly in time: the first, the last, and of
  /// the others always the one goes whose neighbours are closest.
  package static func surplus(
    _ pictures: [SamplePicture], keep count: Int, _ timeline: EpochTimeline
  ) -> [SamplePicture] {
    let all = pictures.map { (picture: $0, step: $0.step(timeline)) }.sorted { $0.step < $1.step }
    guard all.count > max(2, count) else { return [] }
    // The neighbours that each has still, and how far they lie apart.
    var (before, after) = (all.indices.map { $0 - 1 }, all.indices.map { $0 + 1 })
    func gap(_ place: Int) -> Gap { Gap(width: all[after[place]].step - all[before[place]].step, place: place) }
    var gaps = LeastFirst((1..<all.count - 1).map(gap))
    var gone: [SamplePicture] = []
    while all.count - gone.count > max(2, count), let least = gaps.popLeast() {
      // One that was measured before a neighbour went stands behind, with its present width, once more.
      guard after[least.place] > least.place, least == gap(least.place) else { continue }
      gone.append(all[least.place].picture)
      let (left, right) = (before[least.place], after[least.place])
      (after[left], before[right], after[least.place]) = (right, left, least.place)
      for neighbour in [left, right] where neighbour > 0 && neighbour < all.count - 1 { gaps.insert(gap(neighbour)) }
    }
    return gone
  }

  /// How far the neighbours of a picture lie apart; of equals, the earliest picture's comes first.
  private struct Gap: Comparable {
    let width: Int
    let place: Int

    static func < (one: Gap, other: Gap) -> Bool { (one.width, one.place) < (other.width, other.place) }
  }
}

extension SamplePicture.Moment {
  /// The name of the picture of such a moment.
  var fileName: String {
    switch self {
    case .epoch(let number): "epoch-\(number.text(digits: 4))\(SamplePicture.suffix)"
    case .step(let number): "step-\(number.text(digits: 8))\(SamplePicture.suffix)"
    }
  }
}
