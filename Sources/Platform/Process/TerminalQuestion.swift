import Foundation

/// A question to the terminal itself, which answers as if its user had typed.
package enum TerminalQuestion {
  /// What a terminal could answer at most.
  private static let maximumCount = 4096

  /// Writes a question to the process's terminal and reads what comes back.
  ///
  /// Meanwhile the terminal neither shows what is typed nor makes signals of it, and requests to end wait: whatever
  /// happens, it is then as it was before. A Control-C that was typed meanwhile is made up for. So this must be called
  /// before the process has other threads, which would take the signals.
  ///
  /// - Parameters:
  ///   - question: the bytes to write.
  ///   - milliseconds: how long to wait for the end of the answer.
  ///   - isComplete: whether the bytes that came so far are all of the answer.
  /// - Returns: What came; nothing if the process has no terminal, or is not the one that it listens to.
  package static func ask(
    _ question: [UInt8], milliseconds: Int, until isComplete: (_ answer: [UInt8]) -> Bool
  ) -> [UInt8] {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return [] }
    defer { close(terminal) }
    // The system stops a process in the background that changes the terminal.
    guard tcgetpgrp(terminal) == getpgrp() else { return [] }
    return holdingSignals {
      withoutEcho(terminal) {
        guard question.withUnsafeBytes({ write(terminal, $0.baseAddress, $0.count) }) == question.count else {
          return []
        }
        return read(terminal, milliseconds, isComplete)
      } ?? []
    }
  }

  private static func read(
    _ terminal: Int32, _ milliseconds: Int, _ isComplete: (_ answer: [UInt8]) -> Bool
  ) -> [UInt8] {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(milliseconds)
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256)
    while !isComplete(answer), answer.count < maximumCount {
      let left = (end - clock.now) / .milliseconds(1)
      guard left > 0 else { break }
      var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, Int32(left.rounded(.up))) > 0 else { continue }
      let count = chunk.withUnsafeMutableBytes { systemRead(terminal, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      answer += chunk[..<count]
    }
    if answer.contains(interruptCharacter) { raise(SIGINT) }
    return answer
  }

  /// Control-C.
  private static let interruptCharacter: UInt8 = 3

  private static func holdingSignals<Result>(_ body: () -> Result) -> Result {
    var held = sigset_t()
    var before = sigset_t()
    sigemptyset(&held)
    for number in Signals.requestsToEnd + [SIGTSTP] { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }

  private static func withoutEcho<Result>(_ terminal: Int32, _ body: () -> Result) -> Result? {
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    guard tcsetattr(terminal, TCSANOW, &quiet) == 0 else { return nil }
    defer { tcsetattr(terminal, TCSANOW, &before) }
    return body()
  }
}

/// The system call, under a name that no method hides.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
