import FileFormats
import GAN

/// Draws a grid of the same latents after every few epochs. Training does not depend on it: a picture that cannot be
/// written is left out.
public final class SampleWriter: TrainingObserver {
  private let run: RunDirectory
  private let interval: Int
  private let count: Int
  private let report: (any RunNotice) -> Void

  /// Pixels between them.
  public static let padding = 2
  /// The images of a grid, unless another number is wished.
  public static let defaultCount = MemoryCheck.sampleCount

  /// Draws `count` images every `interval` epochs. `report` is given a
  /// ``PictureFailure`` when a picture is left out.
  public init(
    _ run: RunDirectory, everyEpochs interval: Int, count: Int = defaultCount, report: @escaping (any RunNotice) -> Void
  ) {
    self.run = run
    self.report = report
    self.interval = interval
    self.count = count
  }

  /// Draws the grid if it is due.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    guard progress.position.endsEpoch, progress.position.epochsDone % interval == 0 else { return }
    let configuration = progress.state.configuration
    let path = run.sample(epoch: progress.position.epochsDone)
    var grid = try SampleGrid(
      count: count, columns: SampleGrid.squareColumns(count: count), padding: Self.padding,
      image: configuration.architecture.image)
    progress.state.generator.sample(
      count: count, first: 0, seed: configuration.seed, distribution: configuration.latentDistribution
    ) { grid.draw($1, at: $0) }
    do {
      try AtomicFile.write(try PNG.encode(grid.picture, path: path), to: path, replaceExisting: true)
    } catch let error as FileError {
      report(PictureFailure(cause: error))
    }
  }
}

/// A picture that could not be written.
public struct PictureFailure: RunNotice {
  /// What went wrong.
  public let cause: FileError

  /// What went wrong and what happens next, as sentences.
  public var description: String { "Warning: \(cause) Training goes on without this picture." }
}
