import GAN

/// The sample grids of a run in the order of time: what it drew from the same latents, again and again.
public struct SampleSeries: Sendable {
  /// A grid.
  public struct Grid: Equatable, Sendable {
    /// The file.
    public let path: String
    /// The epoch that it was drawn in or after, from 1.
    public let epoch: Int
  }

  /// The grids; there may be none.
  public private(set) var grids: [Grid]

  /// Finds the grids of a run.
  ///
  /// - Throws: What reading `config.json` throws: it tells where a step lies among the epochs.
  public init(_ run: RunDirectory) throws {
    let timeline = EpochTimeline(try RunConfiguration(run).training)
    let pictures = run.samplePictures().map { (step: $0.step(timeline), path: $0.path) }
    grids = pictures.sorted { $0 < $1 }.map { Grid(path: $0.path, epoch: timeline.epoch(ofStep: $0.step)) }
  }

  /// Leaves at most `count` grids, at least two, evenly spread; the first and the last are among them.
  public mutating func thinOut(to count: Int) {
    precondition(count >= 2)
    guard grids.count > count else { return }
    let (last, gaps) = (grids.count - 1, count - 1)
    grids = (0..<count).map { grids[($0 * last + gaps / 2) / gaps] }
  }
}
