import Platform

/// Shows on standard error how far a long work has come: as a bar that is drawn anew on a screen, as plain lines in a
/// file or a pipe. Any thread may use it.
///
///     let bar = ProgressBar(terminal: terminal, total: 9370)
///     defer { bar.finish() }
///     bar.update(completed: step) { ["epoch 3/10", "D 0.693", "G 0.812"] }
public final class ProgressBar: Sendable {
  private struct State {
    var rate: RateEstimator
    var lastDrawing: Duration?
    /// What stands on the screen below all permanent lines.
    var region = ScreenRegion()
    /// How often the process had been stopped and gone on when something was drawn last.
    var continuations = Continuations.count
    /// The last lines that stay, which are written again where a screen of another size is drawn anew.
    var lastLines: [String] = []

    /// Takes note of whether others have written to the screen, as a shell does while the process is stopped.
    mutating func lookAtScreen() {
      let count = Continuations.count
      if count != continuations { region.leaveBehind() }
      continuations = count
    }
  }

  private static let shortestInterval = Duration.milliseconds(100)
  private static let rememberedLines = 6
  /// Many terminals begin a new line as soon as the last column is taken, and show Control-C as two characters behind
  /// the bar.
  private static let freeColumns = 3

  private let terminal: Terminal
  private let total: Int
  private let isHidden: Bool
  private let elapsed: @Sendable () -> Duration
  private let state: Locked<State>

  /// A bar that is not yet drawn.
  ///
  /// - Parameters:
  ///   - terminal: Where to draw.
  ///   - total: The number of units of work that make 100 %.
  ///   - completed: The number of units that were completed earlier, in a run that is now resumed.
  ///   - isHidden: Whether panels and lines that stay are all that is shown.
  public convenience init(terminal: Terminal, total: Int, completed: Int = 0, isHidden: Bool = false) {
    // A clock that is never set: the wall clock may jump.
    let start = ContinuousClock.now
    self.init(terminal: terminal, total: total, completed: completed, isHidden: isHidden) {
      ContinuousClock.now - start
    }
  }

  init(
    terminal: Terminal, total: Int, completed: Int, isHidden: Bool = false, elapsed: @escaping @Sendable () -> Duration
  ) {
    self.terminal = terminal
    self.total = total
    self.isHidden = isHidden
    self.elapsed = elapsed
    state = Locked(State(rate: RateEstimator(completed: completed, at: elapsed())))
  }

  /// Reckons the time left from now on: what came before was other work.
  public func workBegins(completed: Int) {
    state.withLock { $0.rate = RateEstimator(completed: completed, at: elapsed()) }
  }

  /// Draws the bar, but at most ten times a second; where there is no screen, only the time left is reckoned anew.
  ///
  /// - Parameters:
  ///   - completed: The number of units of work completed since the very beginning.
  ///   - fields: Texts to show, the most important first; asked for only if they are drawn.
  public func update(completed: Int, fields: () -> [String]) {
    state.withLock { state in
      let now = elapsed()
      state.rate.record(completed: completed, at: now)
      guard terminal.canRedraw, !isHidden else { return }
      if completed < total, let last = state.lastDrawing, now - last < Self.shortestInterval { return }
      let line = progressLine(completed: completed, fields: fields(), rate: state.rate)
      let text = line.rendered(width: terminal.errorWidth - Self.freeColumns)
      state.lastDrawing = now
      state.lookAtScreen()
      // On a screen of another size the panel, which is drawn anew soon, stands elsewhere.
      if state.region.isLost(on: terminal.errorScreen) { return }
      terminal.writeToError(state.region.draw(line: text))
    }
  }

  /// Draws a panel above the bar, in place of the one before; where there is no screen, nothing.
  ///
  /// On a screen that has another size than it had, nothing is where it was: it is cleared, and the last lines that
  /// stay are written again.
  package func show(_ panel: ScreenPanel) {
    guard terminal.canRedraw else { return }
    let screen = terminal.errorScreen
    state.withLock { state in
      state.lookAtScreen()
      let lost = state.region.isLost(on: screen)
      let lines = lost ? state.lastLines.joined() : ""
      terminal.writeToError(
        lost ? state.region.drawAnew(panel, below: lines, on: screen) : state.region.draw(panel, on: screen))
    }
  }

  /// Writes a line on the progress where there is no screen. On a screen, where the bar says the same, it is an
  /// `update`.
  ///
  /// - Parameters:
  ///   - completed: The number of units of work completed since the very beginning.
  ///   - fields: Texts to show, the most important first.
  public func log(completed: Int, fields: () -> [String]) {
    guard !terminal.canRedraw else { return update(completed: completed, fields: fields) }
    guard !isHidden else { return }
    state.withLock { state in
      state.rate.record(completed: completed, at: elapsed())
      terminal.report(progressLine(completed: completed, fields: fields(), rate: state.rate).plain)
    }
  }

  /// Writes a line that stays: above panel and bar on a screen, after the other lines elsewhere. Control characters are
  /// made visible.
  public func report(_ line: String) {
    state.withLock { state in
      state.lookAtScreen()
      let message = terminal.messageLine(line)
      state.lastLines = Array((state.lastLines + [message]).suffix(Self.rememberedLines))
      terminal.writeToError(state.region.draw(message: message))
    }
  }

  /// Leaves panel and bar as they are and goes to the next line, so that other output can follow. A later update draws
  /// new ones.
  public func finish() {
    state.withLock { state in terminal.writeToError(state.region.leave()) }
  }

  /// Removes the bar, which is of no use any more, so that other output can follow.
  public func erase() {
    state.withLock { state in terminal.writeToError(state.region.eraseLine()) }
  }

  private func progressLine(completed: Int, fields: [String], rate: RateEstimator) -> ProgressLine {
    let fraction = Double(completed) / Double(max(1, total))
    return ProgressLine(
      fraction: fraction, fields: fields.map(\.escapingControlCharactersAndLineEnds), timeLeft: rate.timeLeft(to: total)
    )
  }
}
