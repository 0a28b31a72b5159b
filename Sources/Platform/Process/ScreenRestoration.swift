import Foundation
import Synchronization

/// What a process that is about to end at once must still tell a terminal on which it draws pictures: one of their long
/// sequences may have been cut off, and the terminal would swallow what follows.
package enum ScreenRestoration {
  private static let descriptor = Atomic<Int32>(-1)
  /// The end of any string, a visible cursor, and no wait for the rest of a drawing.
  private static let sequence: StaticString = "\u{1B}\\\u{1B}[?25h\u{1B}[?2026l\n"

  /// From now on, ``perform()`` has to do with the terminal of a descriptor.
  package static func prepare(for terminal: Int32) { descriptor.store(terminal, ordering: .relaxed) }

  /// Tells the terminal, if there is one. May be called in a handler of signals.
  static func perform() {
    let terminal = descriptor.load(ordering: .relaxed)
    guard terminal >= 0 else { return }
    _ = write(terminal, sequence.utf8Start, sequence.utf8CodeUnitCount)
  }
}
