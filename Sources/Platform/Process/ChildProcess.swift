import Foundation

/// A program that this process has started, in a process group of its own: signals of the terminal do not reach it, and
/// what it is to know of them is sent. One that calls ``StartingProcess/endWithIt()`` ends when this process is killed.
package struct ChildProcess: Sendable {
  /// How a child ended.
  package enum Ending: Equatable, Sendable {
    /// By itself, with a code.
    case exited(Int32)
    /// By a signal.
    case killed(Int32)
  }

  /// Why a child could not be started: a number of the system's.
  package struct StartError: Error {
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// The system's words for it.
    package var reason: String { String(cString: strerror(code)) }
  }

  private let identifier: pid_t

  /// Starts a program. It reads nothing, and its results go nowhere.
  ///
  /// - Parameters:
  ///   - path: The program's file.
  ///   - arguments: Its command line, without its name.
  ///   - messages: A file that its standard error goes to, which is created or emptied; this process's own if `nil`.
  ///   - signals: Those that this process treats in its own way, and the child as every process does.
  ///   - held: Those that wait until the child hears of them.
  /// - Throws: ``StartError``.
  package init(
    _ path: String, _ arguments: [String], messages: String?, restoring signals: [Int32], holding held: [Int32] = []
  ) throws(StartError) {
    // If the end of children is ignored, as whoever started this process may have it, nobody learns how they ended.
    Signals.restoreDefault(SIGCHLD)
    #if os(Linux)
      var attributes = posix_spawnattr_t()
      var actions = posix_spawn_file_actions_t()
    #else
      var attributes: posix_spawnattr_t?
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    var restored = sigset_t()
    sigemptyset(&restored)
    for number in signals { sigaddset(&restored, number) }
    posix_spawnattr_setsigdefault(&attributes, &restored)
    // A thread of libdispatch's holds all signals back, which the child would inherit.
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in held { sigaddset(&mask, number) }
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    if let messages {
      let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, messages.systemPath, flags, 0o666)
    }
    var words = ([path] + arguments).map { strdup($0.systemPath) }
    defer { words.forEach { free($0) } }
    words.append(nil)
    let entry = strdup(StartingProcess.environmentEntry)
    defer { free(entry) }
    var environment: [UnsafeMutablePointer<CChar>?] = [entry]
    var inherited = environ
    while let variable = inherited.pointee {
      environment.append(variable)
      inherited += 1
    }
    environment.append(nil)
    var identifier = pid_t()
    let code = posix_spawn(&identifier, path.systemPath, &actions, &attributes, words, environment)
    guard code == 0 else { throw StartError(code: code) }
    self.identifier = identifier
    RunningChildren.add(identifier)
  }

  /// How it ended; `nil` while it runs. It must not be asked again after that.
  package func ending() -> Ending? {
    var status: Int32 = 0
    let result = waitpid(identifier, &status, WNOHANG)
    guard result != 0 else { return nil }
    // A child that cannot be waited for has ended in a way that nobody knows.
    if result < 0, errno == EINTR { return nil }
    RunningChildren.remove(identifier)
    guard result == identifier else { return .exited(1) }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  /// Sends it a signal.
  package func send(_ signal: Int32) { kill(identifier, signal) }
}
