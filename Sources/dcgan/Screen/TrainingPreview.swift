import CommandLineKit
import FileFormats
import Foundation
import GAN
import Runs
import TensorCore
import TerminalGraphics

/// Shows on a terminal what the generator draws while it trains, always from the same latents, and the curves of the
/// run below it. Training does not depend on it.
final class TrainingPreview: TrainingObserver {
  /// How it is shown.
  private let screen: Screen
  private let terminal: Terminal
  private let display: ProgressDisplay
  private let showsPlace: Bool
  private var trace: MetricsTrace
  private let clock = ContinuousClock()
  private var nextDrawing: ContinuousClock.Instant

  /// What Kitty's protocol knows the picture by, lest a run that ended in the same window loses its own.
  private let pictureNumber = Int(clamping: ProcessInfo.processInfo.processIdentifier % 1_000_000) + 1

  private static let shortestInterval = Duration.seconds(1)
  /// Of the time at most about a tenth is spent on it, on slow terminals too.
  private static let costFactor = 10
  /// The line of the progress bar, and one above the picture, so that nothing moves off the screen.
  private static let otherRows = 2
  private static let fewestPictureRows = 3

  /// A preview of a session's run, above the progress. `showsPlace` says whether it tells the step itself.
  init(
    _ session: TrainingSession, _ screen: Screen, _ terminal: Terminal, _ display: ProgressDisplay, showsPlace: Bool
  ) {
    self.screen = screen
    self.terminal = terminal
    self.display = display
    self.showsPlace = showsPlace
    let lines = (try? MetricsHistory(session.directory))?.lines ?? []
    trace = MetricsTrace(lines, until: session.state.step)
    nextDrawing = clock.now
  }

  func stepDidEnd(_ progress: TrainingProgress) {
    trace.add(progress.step, progress.metrics)
    let start = clock.now
    guard start >= nextDrawing || progress.ending != nil else { return }
    if let panel = panel(progress) { display.show(panel) }
    let end = clock.now
    nextDrawing = end + max(Self.shortestInterval, (end - start) * Self.costFactor)
  }

  func didRollBack(_ rollback: Rollback, _ state: TrainingState) { trace.cut(to: rollback.step) }

  /// Picture and curves for the screen as it is now; `nil` if that is too small for any, or is gone.
  private func panel(_ progress: TrainingProgress) -> ScreenPanel? {
    guard let size = terminal.errorScreen else { return nil }
    let columns = size.columns - 1
    let curveRows = CurveLines.count(columns: columns)
    guard size.rows >= curveRows + Self.otherRows, columns >= 20 else { return nil }
    let rows = size.rows - curveRows - Self.otherRows
    let drawing =
      rows >= Self.fewestPictureRows
      ? picture(progress.state, screen.area(columns: columns, rows: rows, of: size)) : nil
    let isExamined = progress.step >= HealthMonitor.interval
    let health = progress.state.health
    let lines = CurveLines(columns: columns, abilities: screen.abilities).lines(
      trace, health: isExamined ? health.verdict.name : nil, diversity: isExamined ? Double(health.diversity) : nil,
      place: showsPlace ? "epoch \(progress.position.epoch), step \(progress.step.grouped)" : nil)
    return ScreenPanel(
      text: (drawing?.text ?? "") + lines.map { "\($0)\u{1B}[K\n" }.joined(), rows: (drawing?.rows ?? 0) + lines.count)
  }

  /// What the generator draws now, in the middle of an area; `nil` if there is no memory for it.
  private func picture(_ state: TrainingState, _ area: PictureArea) -> PictureArea.Drawing? {
    let configuration = state.configuration
    let image = configuration.architecture.image
    let grid = ClassGrid(fitting: SampleWriter.defaultCount, classes: configuration.data.classes?.present ?? [])
    let layout = area.layout(
      count: grid?.count ?? SampleWriter.defaultCount, width: image.width, height: image.height, columns: grid?.columns)
    var images: [RasterImage] = []
    func add(_ values: Tensor) {
      let bytes = PixelValues.bytes(nearest: values)
      images.append(RasterImage(width: image.width, height: image.height, channels: image.channels, pixels: bytes))
    }
    state.withImageGenerator { generator in
      if let grid {
        // No more rows than are seen.
        let rows = min(grid.rows, (layout.count + grid.columns - 1) / grid.columns)
        generator.draw(
          ClassGrid(classes: grid.classes, rows: rows), seed: configuration.seed, configuration.latentDistribution
        ) { add($1) }
      } else {
        generator.sample(
          count: min(layout.count, SampleWriter.defaultCount), first: 0, seed: configuration.seed,
          distribution: configuration.latentDistribution
        ) { add($1) }
      }
    }
    let picture = layout.picture(images)
    return try? area.draw(
      picture, indent: max(0, (area.columns - area.columns(of: picture)) / 2), number: pictureNumber,
      isDrawnOver: true)
  }
}
