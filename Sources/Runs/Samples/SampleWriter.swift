import FileFormats
import Foundation
import GAN
import Platform

/// Draws a grid of the same latents, in a conditional run of the classes beside each other, after every few epochs,
/// every few steps if so asked, when the run ends and when it is told to. Training does not depend on it: a picture
/// that cannot be written is left out.
public final class SampleWriter: TrainingObserver {
  private let run: RunDirectory
  private let settings: RunSettings
  private let count: Int
  /// What TensorBoard is told besides, if the run is to tell it.
  var events: EventLog?
  private let report: (any RunNotice) -> Void

  /// Pixels between them.
  public static let padding = 2
  /// The images of a grid, unless another number is wished.
  public static let defaultCount = MemoryCheck.sampleCount

  /// Draws `count` images when the settings say so. `report` is given a
  /// ``PictureFailure`` when a picture is left out.
  public init(
    _ run: RunDirectory, _ settings: RunSettings, count: Int = defaultCount, report: @escaping (any RunNotice) -> Void
  ) {
    self.run = run
    self.settings = settings
    self.report = report
    self.count = count
  }

  /// Draws the grid if it is due.
  public func stepDidEnd(_ progress: TrainingProgress) throws {
    guard isDue(progress) else { return }
    let configuration = progress.state.configuration
    let position = progress.position
    let path = position.endsEpoch ? run.sample(epoch: position.epochsDone) : run.sample(step: progress.step)
    let layout = ClassGrid(fitting: count, classes: configuration.data.classes?.present ?? [])
    var grid = try SampleGrid(
      count: layout?.count ?? count, columns: layout?.columns ?? SampleGrid.squareColumns(count: count),
      padding: Self.padding, image: configuration.architecture.image)
    progress.state.withImageGenerator { generator in
      if let layout {
        generator.draw(layout, seed: configuration.seed, configuration.latentDistribution) { grid.draw($1, at: $0) }
      } else {
        generator.sample(
          count: count, first: 0, seed: configuration.seed, distribution: configuration.latentDistribution
        ) { grid.draw($1, at: $0) }
      }
    }
    do {
      let (picture, png) = (grid.picture, try PNG.encode(grid.picture, path: path))
      events?.append(picture, png: png, progress.state)
      try AtomicFile.write(png, to: path, replaceExisting: true)
      thinOut(configuration)
    } catch let error as FileError {
      report(PictureFailure(cause: error))
    }
  }

  private func isDue(_ progress: TrainingProgress) -> Bool {
    let position = progress.position
    if position.endsEpoch && position.epochsDone % settings.sampleInterval == 0 { return true }
    if let interval = settings.sampleStepInterval, progress.step % interval == 0 { return true }
    return progress.ending != nil || progress.savesNow
  }

  private func thinOut(_ configuration: TrainingConfiguration) {
    guard let keptCount = settings.keptSampleCount else { return }
    let pictures = run.samplePictures()
    for picture in SamplePicture.surplus(pictures, keep: keptCount, EpochTimeline(configuration)) {
      unlink(picture.path.systemPath)
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
