import Foundation
import TestSupport

/// A terminal that a test reads, and a program whose outputs go there.
final class PseudoTerminal {
  /// The system gives no terminal.
  struct SystemError: Error {}

  private let master: Int32
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let hasDrawnAll = DispatchSemaphore(value: 0)
  private let drawn: Drawn

  /// What was written, read by a thread of its own: a terminal's buffer is small.
  private final class Drawn: @unchecked Sendable {
    private let lock = NSLock()
    private var bytes = Data()
    func append(_ more: Data) { lock.withLock { bytes += more } }
    var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }
  }

  /// Starts the program in a directory, with a terminal of so many cells of 10 x 20 pixels for its outputs.
  init(_ arguments: [String], in directory: String, columns: Int, rows: Int, environment: [String: String] = [:]) throws
  {
    // Glibc's headers show these calls to programs alone that ask for X/Open's.
    typealias Call = @convention(c) (Int32) -> Int32
    typealias Name = @convention(c) (Int32) -> UnsafePointer<CChar>?
    func symbol<Function>(_ name: String, _ type: Function.Type) -> Function? {
      dlsym(dlopen(nil, RTLD_NOW), name).map { unsafeBitCast($0, to: type) }
    }
    guard let posixOpenpt = symbol("posix_openpt", Call.self), let grantpt = symbol("grantpt", Call.self),
      let unlockpt = symbol("unlockpt", Call.self), let ptsname = symbol("ptsname", Name.self)
    else { throw SystemError() }
    master = posixOpenpt(O_RDWR | O_NOCTTY)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
      throw SystemError()
    }
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    guard descriptor >= 0 else { throw SystemError() }
    // Closed once the child has it: see RunningProgram.
    let slave = FileHandle(fileDescriptor: descriptor)
    defer { try? slave.close() }
    drawn = Drawn()
    resize(columns: columns, rows: rows)
    process.executableURL = BuiltPackage.executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = slave
    process.standardError = slave
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
    let (master, drawn, hasDrawnAll) = (master, drawn, hasDrawnAll)
    Thread.detachNewThread {
      defer { hasDrawnAll.signal() }
      var chunk = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = read(master, &chunk, chunk.count)
        guard count > 0 else { return }
        drawn.append(Data(chunk[..<count]))
      }
    }
  }

  deinit { close(master) }

  /// What the program has drawn so far.
  var text: String { drawn.text }

  /// Gives the terminal another size.
  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * 10), ws_ypixel: UInt16(rows * 20))
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Waits until `condition` holds for what was drawn, or the process has ended.
  func wait(until condition: (String) -> Bool) {
    let start = Date()
    while process.isRunning, !condition(text), -start.timeIntervalSinceNow < Patience.seconds {
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  /// Waits for the end, and returns what was drawn and the exit code.
  func finish() -> (text: String, status: Int32) {
    if ended.wait(timeout: .now() + Patience.seconds) != .success { send(SIGKILL) }
    process.waitUntilExit()
    // The last characters may still be on their way to the reader, who reads until nobody has the terminal any more.
    _ = hasDrawnAll.wait(timeout: .now() + Patience.seconds)
    return (text, process.terminationStatus)
  }
}
