import Foundation
import Platform

/// The program's two outputs: standard output for results, standard error for everything that is said about them.
public struct Terminal: Sendable {
  private let output: OutputDescriptor
  private let error: OutputDescriptor
  /// The number of columns that the user asked for.
  private let requestedColumns: Int?
  /// Whether messages go to a screen on which a line can be drawn anew.
  public let canRedraw: Bool
  /// What stands before each line of messages.
  private var stamp: @Sendable () -> String = { "" }
  /// What command lines in messages begin with.
  private var program = ""

  /// The outputs of this process.
  public init() {
    self.init(output: STDOUT_FILENO, error: STDERR_FILENO, environment: ProcessInfo.processInfo.environment)
  }

  /// Outputs that go to open file descriptors, which stay the caller's to close.
  ///
  /// - Parameters:
  ///   - output: Where results go.
  ///   - error: Where messages go.
  ///   - environment: `COLUMNS` overrides the width of a terminal; `TERM` says whether lines can be drawn anew.
  public init(output: Int32, error: Int32, environment: [String: String]) {
    let isDumb = ["", "dumb"].contains(environment["TERM", default: ""])
    let isScreen = OutputDescriptor(fileDescriptor: error).isTerminal
    self.init(output: output, error: error, environment: environment, canRedraw: isScreen && !isDumb)
  }

  init(output: Int32, error: Int32, environment: [String: String], canRedraw: Bool) {
    self.output = OutputDescriptor(fileDescriptor: output)
    self.error = OutputDescriptor(fileDescriptor: error)
    self.canRedraw = canRedraw
    requestedColumns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Writes a line to standard output, at once. Control characters, as names on disk may have them, are made visible;
  /// line ends are kept.
  ///
  /// - Throws: `closedPipe` if nobody reads any more, which a command may simply pass on.
  public func print(_ line: String = "") throws(OutputError) {
    try printExactly(line.escapingControlCharacters)
  }

  /// Writes a line that another program is to read to standard output, at once, with every character as it is.
  ///
  /// - Throws: `closedPipe` if nobody reads any more, which a command may simply pass on.
  public func printExactly(_ line: String) throws(OutputError) {
    try output.write(line + "\n")
  }

  /// Writes bytes to standard output, at once.
  ///
  /// - Throws: `closedPipe` if nobody reads any more, which a command may simply pass on.
  public func write(_ data: Data) throws(OutputError) {
    // `withUnsafeBytes` passes no typed errors on, hence the result.
    let result = data.withUnsafeBytes { bytes in
      Result { () throws(OutputError) in try output.write(bytes) }
    }
    try result.get()
  }

  /// The same outputs, with the time before each line of messages: `2026-11-25T20:15:00Z`. The clock is the system's,
  /// in UTC.
  public var withTimestamps: Terminal {
    var terminal = self
    terminal.stamp = { Date().formatted(.iso8601) + " " }
    return terminal
  }

  /// The same outputs, for messages in which the command lines of a program are not wrapped.
  func keepingCommandLines(of program: String) -> Terminal {
    var terminal = self
    terminal.program = program
    return terminal
  }

  /// Writes a line to standard error, at once. Control characters, as paths may have them, are made visible, and on a
  /// terminal no word is broken at its end.
  public func report(_ line: String) {
    writeToError(messageLine(line))
  }

  /// A line of messages as it is written, its end included.
  func messageLine(_ line: String) -> String {
    let text = stamp() + line.escapingControlCharacters
    guard let columns = errorScreen?.columns else { return text + "\n" }
    return text.wrappedLines(to: columns, keeping: program).joined(separator: "\n") + "\n"
  }

  /// Writes a text to standard error as it is. Failure is ignored: there is nowhere left to report it, and the work
  /// that the message is about must go on.
  func writeToError(_ text: String) {
    try? error.write(text)
  }

  /// The screen that results go to; `nil` if they go elsewhere. Asked anew each time.
  package var outputScreen: TerminalDevice.Size? { output.size }

  /// The screen that messages go to; `nil` if they go elsewhere. Asked anew each time.
  package var errorScreen: TerminalDevice.Size? {
    error.size.map { size in
      var size = size
      if let requestedColumns { size.columns = min(size.columns, requestedColumns) }
      return size
    }
  }

  /// The columns of the screen that results go to, 80 if there is none. Asked anew each time.
  public var outputWidth: Int { requestedColumns ?? output.columns ?? 80 }

  /// The columns of the screen that messages go to, 80 if there is none. Asked anew each time.
  public var errorWidth: Int { requestedColumns ?? error.columns ?? 80 }
}
