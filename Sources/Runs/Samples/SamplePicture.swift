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

  /// A picture of a run's directory; `nil` if the name is of another kind.
  init?(name: String, path: String) {
    guard name.hasSuffix(".png"), let dash = name.firstIndex(of: "-"),
      let number = Int(name[name.index(after: dash)...].dropLast(".png".count)), number >= 0
    else { return nil }
    switch name[..<dash] {
    case "epoch": moment = .epoch(number)
    case "step": moment = .step(number)
    default: return nil
    }
    self.path = path
  }

  /// Where it stands in the run, in epochs of so many steps.
  func time(stepsPerEpoch: Int) -> Double {
    switch moment {
    case .epoch(let number): Double(number)
    case .step(let number): Double(number) / Double(stepsPerEpoch)
    }
  }

  /// Those of pictures that are to go, so that `count` stay which lie about evenly in time: the first, the last, and of
  /// the others always the one goes whose neighbours are closest.
  package static func surplus(_ pictures: [SamplePicture], keep count: Int, stepsPerEpoch: Int) -> [SamplePicture] {
    var kept = pictures.map { (picture: $0, time: $0.time(stepsPerEpoch: stepsPerEpoch)) }.sorted { $0.time < $1.time }
    var gone: [SamplePicture] = []
    while kept.count > max(2, count) {
      let gaps = (1..<kept.count - 1).map { kept[$0 + 1].time - kept[$0 - 1].time }
      guard let least = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { break }
      gone.append(kept.remove(at: least + 1).picture)
    }
    return gone
  }
}
