import Foundation

/// A descriptor that may be a terminal.
package enum TerminalDevice {
  /// The extents of a terminal.
  package struct Size: Equatable, Sendable {
    /// Cells, at least one in each direction.
    package var columns, rows: Int
    /// Pixels of the whole screen; 0 if the terminal does not tell.
    package var pixelWidth, pixelHeight: Int

    package init(columns: Int, rows: Int, pixelWidth: Int = 0, pixelHeight: Int = 0) {
      (self.columns, self.rows, self.pixelWidth, self.pixelHeight) = (columns, rows, pixelWidth, pixelHeight)
    }
  }

  /// Whether a person looks at what is written to a descriptor.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The number of columns of a terminal; `nil` if there is none, or it does not know.
  package static func columns(_ descriptor: Int32) -> Int? {
    windowSize(descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
  }

  /// The extents of a terminal; `nil` if there is none, or it does not know.
  package static func size(_ descriptor: Int32) -> Size? {
    guard let size = windowSize(descriptor), size.ws_col > 0, size.ws_row > 0 else { return nil }
    return Size(
      columns: Int(size.ws_col), rows: Int(size.ws_row), pixelWidth: Int(size.ws_xpixel),
      pixelHeight: Int(size.ws_ypixel))
  }

  private static func windowSize(_ descriptor: Int32) -> winsize? {
    var size = winsize()
    // The request's number is of another type on each system.
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }
}
