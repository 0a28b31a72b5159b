import CommandLineKit
import FileFormats

/// How many of many images are made: a bar on a screen, a line for every tenth of them elsewhere.
final class ImageProgress {
  private let count: Int
  private let bar: ProgressBar
  private var tenths = 0

  init(_ count: Int, _ terminal: Terminal) {
    self.count = count
    bar = ProgressBar(terminal: terminal, total: count)
  }

  /// Tells that `done` images are made.
  func show(_ done: Int) {
    let fields = { [count] in ["\(done.grouped) of \(counted(count, "image"))"] }
    if done * 10 / count > tenths {
      tenths = done * 10 / count
      bar.log(completed: done, fields: fields)
    } else {
      bar.update(completed: done, fields: fields)
    }
  }

  /// Ends the bar's line.
  func finish() { bar.finish() }
}
