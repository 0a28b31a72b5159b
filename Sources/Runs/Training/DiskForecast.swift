import GAN
import NeuralNetwork
import Platform

/// The room on the disk that a run is about to take, as far as it can be foreseen.
public struct DiskForecast: Equatable, Sendable {
  /// Bytes of one checkpoint; of one within an epoch, with the copy of the state, if the run saves there.
  public let checkpoint: Int
  /// Checkpoints that are kept.
  public let checkpointCount: Int
  /// Bytes of all checkpoints, and of one more while it is written.
  public let checkpoints: Int
  /// Pictures that are drawn and kept.
  public let pictureCount: Int
  /// Bytes of the pictures at most: noise does not shrink.
  public let pictures: Int
  /// Bytes of the log, at most, and of what TensorBoard is told.
  public let log: Int
  /// Bytes that may still be written there; `nil` if that is not known.
  public let available: Int?

  /// All bytes together.
  public var total: Int { checkpoints + pictures + log }
  /// Whether there is less room than the run is about to take.
  public var isTooMuch: Bool { available.map { $0 < total } ?? false }

  /// Bytes of a line of the log, at most.
  static let lineSize = 400
  /// Bytes of the same for TensorBoard.
  static let eventSize = 400
  /// Bytes of the distribution of a tensor's values, at most.
  static let histogramSize = 600
}

extension TrainingState {
  /// Bytes of the values in a checkpoint at the end of an epoch.
  var checkpointSize: Int { namedState.reduce(0) { $0 + $1.shape.reduce(1, *) * ($1.kind == .floats ? 4 : 8) } }
}

extension TrainingSession {
  /// The room that training from here to `lastStep` takes on the disk.
  public func diskForecast(lastStep: Int) -> DiskForecast {
    let steps = max(0, lastStep - state.step)
    let configuration = state.configuration
    let isSavedWithinEpochs =
      settings.checkpointInterval.map { $0 % configuration.batchesPerEpoch != 0 } ?? false
      || !configuration.position(at: lastStep).endsEpoch
    let checkpoint = state.checkpointSize * (isSavedWithinEpochs ? 2 : 1)
    let epochs = steps / configuration.batchesPerEpoch
    let saves = 1 + epochs / settings.checkpointEpochInterval + (settings.checkpointInterval.map { steps / $0 } ?? 0)
    // The best networks are one more.
    let count = min(settings.keptCount, saves) + (settings.evaluationInterval > 0 ? 1 : 0)
    let drawn = 1 + epochs / settings.sampleInterval + (settings.sampleStepInterval.map { steps / $0 } ?? 0)
    let pictureCount = min(drawn, settings.keptSampleCount ?? drawn)
    let grid = SampleWriter.defaultCount * configuration.architecture.image.imageCount
    let lines = steps / settings.logInterval + 1
    let events =
      settings.writesEvents
      ? Self.product(drawn, grid + state.networkState.count * DiskForecast.histogramSize)
        + Self.product(lines, DiskForecast.eventSize) : 0
    return DiskForecast(
      checkpoint: checkpoint, checkpointCount: count, checkpoints: checkpoint * (count + 1), pictureCount: pictureCount,
      pictures: Self.product(pictureCount, grid), log: Self.product(lines, DiskForecast.lineSize) + events,
      available: DiskSpace.available(at: directory.path))
  }

  /// A product that stands still at half of the largest number: files from hostile hands may ask for any.
  private static func product(_ count: Int, _ size: Int) -> Int {
    let (product, overflows) = count.multipliedReportingOverflow(by: size)
    return overflows ? Int.max / 4 : min(product, Int.max / 4)
  }
}
