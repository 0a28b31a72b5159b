import Foundation

/// A descriptor that may be a terminal.
package enum TerminalDevice {
  /// Whether a person looks at what is written to a descriptor.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The number of columns of a terminal; `nil` if there is none, or it does not know.
  package static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    // The request's number is of another type on each system.
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
