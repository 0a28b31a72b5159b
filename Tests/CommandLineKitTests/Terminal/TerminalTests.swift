import Foundation
import Synchronization
import Testing

@testable import CommandLineKit

struct TerminalTests {
  @Test(arguments: [("57", 57), ("1", 1), ("0", 80), ("-5", 80), ("wide", 80), ("", 80), ("99999999999999999999", 80)])
  func columnsOverridesTheWidth(columns: String, width: Int) throws {
    _ = try capture(environment: ["COLUMNS": columns]) { terminal in
      #expect(terminal.outputWidth == width)
      #expect(terminal.errorWidth == width)
      return .success
    }
  }

  @Test func aPipeIsNoScreen() {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    #expect(!Terminal(output: descriptor, error: descriptor, environment: ["TERM": "xterm"]).canRedraw)
  }

  @Test func aPseudoTerminalIsAScreenUnlessItIsDumb() throws {
    var size = winsize(ws_row: 10, ws_col: 33, ws_xpixel: 0, ws_ypixel: 0)
    var controller: Int32 = -1
    var screen: Int32 = -1
    try #require(openpty(&controller, &screen, nil, nil, &size) == 0)
    defer {
      close(screen)
      close(controller)
    }
    let terminal = Terminal(output: screen, error: screen, environment: ["TERM": "xterm"])
    #expect(terminal.canRedraw)
    #expect(terminal.outputWidth == 33)
    size.ws_col = 44
    try #require(ioctl(screen, UInt(TIOCSWINSZ), &size) == 0)
    #expect(terminal.errorWidth == 44)
    terminal.report("A note of more words than there is room for in a line.")
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(controller, &bytes, bytes.count)
    #expect(
      String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        == "A note of more words than there is room for\r\nin a line.\r\n")
    #expect(!Terminal(output: screen, error: screen, environment: ["TERM": "dumb"]).canRedraw)
    #expect(!Terminal(output: screen, error: screen, environment: ["TERM": ""]).canRedraw)
    #expect(!Terminal(output: screen, error: screen, environment: [:]).canRedraw)
  }

  @Test func controlCharactersInMessagesAreVisible() throws {
    let result = try capture { terminal in
      terminal.report("Writing to a\u{1B}[2Jb.")
      ProgressBar(terminal: terminal, total: 1).report("c\u{7}d")
      return .success
    }
    #expect(result == CapturedOutput(error: "Writing to a\\u{1B}[2Jb.\nc\\u{07}d\n", exitCode: .success))
  }

  @Test func controlCharactersInResultsAreVisibleUnlessAProgramReadsThem() throws {
    let result = try capture { terminal in
      try terminal.print("runs/a\u{1B}]0;title\u{7}b\nrest")
      try terminal.printExactly("a\u{1B}b")
      return .success
    }
    #expect(result == CapturedOutput(output: "runs/a\\u{1B}]0;title\\u{07}b\nrest\na\u{1B}b\n", exitCode: .success))
  }

  @Test func controlCharactersBesideABarAreVisible() throws {
    let result = try capture { terminal in
      ProgressBar(terminal: terminal, total: 2).log(completed: 1) { ["a\u{1B}b\nc"] }
      return .success
    }
    #expect(result.error.hasPrefix("50 %  a\\u{1B}b\\nc"))
  }

  @Test func longOutputIsWrittenWholeToAFullNonBlockingPipe() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    try #require(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
    let data = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) })
    // A thread, not a task: that would wait behind all other tests for one of the threads that this one holds.
    let read = Mutex<Data?>(nil)
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [handle = pipe.fileHandleForReading] in
      read.withLock { $0 = try? handle.readToEnd() }
      ended.signal()
    }
    try Terminal(output: descriptor, error: descriptor, environment: [:]).write(data)
    try pipe.fileHandleForWriting.close()
    ended.wait()
    #expect(read.withLock { $0 } == data)
  }

  @Test func aClosedPipeEndsTheProgramQuietly() throws {
    let output = Pipe()
    try output.fileHandleForReading.close()
    let error = Pipe()
    let terminal = Terminal(
      output: output.fileHandleForWriting.fileDescriptor, error: error.fileHandleForWriting.fileDescriptor,
      environment: [:])
    #expect(SampleProgram.program().run(["--help"], terminal: terminal) == .success)
    try error.fileHandleForWriting.close()
    #expect(try error.fileHandleForReading.readToEnd() ?? Data() == Data())
  }

  @Test func aClosedPipeForMessagesStopsNothing() throws {
    let error = Pipe()
    try error.fileHandleForReading.close()
    let descriptor = error.fileHandleForWriting.fileDescriptor
    let terminal = Terminal(output: descriptor, error: descriptor, environment: [:])
    #expect(SampleProgram.program().run(["--unknown"], terminal: terminal) == .usage)
  }

  @Test func aRefusedWriteIsAnError() throws {
    let readOnly = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/null"))
    let result = try capture { terminal in
      let unwritable = Terminal(output: readOnly.fileDescriptor, error: STDERR_FILENO, environment: [:])
      return SampleProgram.program { _, _ in try unwritable.print("bread") }
        .run(["bake", "--flour", "rye", "a.txt"], terminal: terminal)
    }
    let sentence = "Error: Cannot write to standard output: Bad file descriptor.\n"
    #expect(result == CapturedOutput(error: sentence, exitCode: .inputOutput))
  }

  @Test func messagesBeginWithTheTimeIfThatIsWantedAndThoseBesideABarToo() throws {
    let output = try capture { terminal in
      terminal.withTimestamps.report("first")
      let bar = ProgressBar(terminal: terminal.withTimestamps, total: 2)
      bar.report("second")
      bar.log(completed: 1) { ["third"] }
      terminal.report("fourth")
      return .success
    }
    let lines = output.error.split(separator: "\n")
    #expect(lines.map { $0.split(separator: " ").count > 1 && $0.contains("Z ") } == [true, true, true, false])
    #expect(lines.first?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ first/) != nil, "\(lines)")
  }
}
