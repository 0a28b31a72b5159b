import FileFormats
import Foundation
import GAN
import NeuralNetwork

/// Writes what TensorBoard shows of a run: its log as curves, its sample grids as pictures, and how its weights are
/// distributed. Training does not depend on it: what cannot be written waits until it can, as lines of the log do.
///
/// Each training that works on a run, and each return to an earlier step, begins a file of its own, with a record from
/// which a TensorBoard that watches learns that later steps no longer hold; and from the files before, these steps are
/// cut off. So no reader finds a step twice.
final class EventLog {
  private let run: RunDirectory
  private let report: (any RunNotice) -> Void
  private var file: AppendedFile
  private var path: String
  private var isBehind = false
  /// Records that earlier files of this training lack.
  private var lostCount = 0

  /// Begins a file of a run that stands at `step`. `report` is given a ``LogTrouble`` when a file cannot be cut, when
  /// records begin to wait, and when some are missing in the end.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be created.
  convenience init(_ run: RunDirectory, step: Int, report: @escaping (any RunNotice) -> Void) throws {
    let (path, file) = try Self.cutAndBegin(run, step: step, report)
    self.init(run, file, path: path, step: step, report: report)
  }

  /// Begins a file that is open.
  init(
    _ run: RunDirectory, _ file: AppendedFile, path: String, step: Int, report: @escaping (any RunNotice) -> Void
  ) {
    self.run = run
    self.report = report
    (self.path, self.file) = (path, file)
    append(TensorBoardEvent.fileVersion(wallTime: Self.now))
    append(TensorBoardEvent.sessionStart(step: step + 1, wallTime: Self.now))
  }

  /// Cuts off what the files tell of steps beyond one, and opens the next file.
  private static func cutAndBegin(
    _ run: RunDirectory, step: Int, _ report: (any RunNotice) -> Void
  ) throws -> (path: String, file: AppendedFile) {
    let numbers = run.eventsNumbers()
    for number in numbers {
      do {
        let path = run.events(number: number)
        try AppendedFile(path: path).truncate(to: try EventFile.size(path: path, until: step))
      } catch {
        report(LogTrouble.isNotCut("\(error)"))
      }
    }
    let path = run.nextEvents
    return (path, try AppendedFile(path: path))
  }

  /// Cuts off the steps that will be made again.
  func didRollBack(to step: Int) {
    do {
      let (next, opened) = try Self.cutAndBegin(run, step: step, report)
      lostCount += file.missingCount
      (path, file) = (next, opened)
      append(TensorBoardEvent.fileVersion(wallTime: Self.now))
    } catch {
      report(LogTrouble.isNotCut("\(error)"))
    }
    append(TensorBoardEvent.sessionStart(step: step + 1, wallTime: Self.now))
  }

  /// Adds a line of the log.
  func append(_ line: MetricsLine) {
    var event = TensorBoardEvent(step: line.step)
    event.add("loss/discriminator", scalar: line.metrics.discriminatorLoss)
    event.add("loss/generator", scalar: line.metrics.generatorLoss)
    event.add("probability/D(real)", scalar: line.metrics.realProbability)
    event.add("probability/D(fake)", scalar: line.metrics.fakeProbability)
    if let diversity = line.diversity { event.add("health/diversity", scalar: diversity) }
    if let change = line.pictureChange { event.add("health/picture change", scalar: change) }
    event.add("training/learning rate factor", scalar: line.learningRateFactor)
    event.add("training/images per second", scalar: line.imagesPerSecond)
    append(event.record(wallTime: Self.now))
  }

  /// Adds an evaluation.
  func append(_ figures: QualityRecord) {
    var event = TensorBoardEvent(step: figures.step)
    for name in figures.figureNames {
      if let value = figures.value(name) { event.add("quality/\(name)", scalar: value) }
    }
    append(event.record(wallTime: Self.now))
  }

  /// Adds a grid of samples, as PNG, and how the weights are distributed with which it was drawn.
  func append(_ grid: RasterImage, png: [UInt8], _ state: TrainingState) {
    var event = TensorBoardEvent(step: state.step)
    event.add("samples", png: png, width: grid.width, height: grid.height, channels: grid.channels)
    for item in state.networkState {
      guard case .floats(let values) = item.read(), !values.isEmpty else { continue }
      event.add(Self.group(item.name), histogram: ValueHistogram(values))
    }
    append(event.record(wallTime: Self.now))
  }

  /// Says at the run's end what is missing.
  func end() {
    let missing = lostCount + file.missingCount
    if missing > 0 { report(LogTrouble.lacksEvents(missing, path: path)) }
  }

  /// "generator/4.weight": TensorBoard groups by what stands before a slash.
  private static func group(_ name: String) -> String {
    name.split(separator: ".", maxSplits: 1).joined(separator: "/")
  }

  private func append(_ record: [UInt8]) {
    do {
      try file.append(record: record)
      isBehind = false
    } catch {
      if !isBehind { report(LogTrouble.eventWaits(error)) }
      isBehind = true
    }
  }

  private static var now: Double { Date().timeIntervalSince1970 }
}
