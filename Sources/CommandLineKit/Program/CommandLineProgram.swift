import Foundation
import Platform

/// A whole program: it runs the command that its arguments name, and turns whatever happens into an exit code.
public struct CommandLineProgram: Sendable {
  private let root: Command
  private let version: String
  private let values: CompletionRequest.Values
  private let vocabulary: Vocabulary

  /// - Parameters:
  ///   - root: The command named like the program, usually one that leads to subcommands.
  ///   - version: What `--version` shows.
  ///   - values: What a shell may offer for a value, by its placeholder in the help.
  ///   - vocabulary: Words of other programs, and what to say to them.
  public init(
    root: Command, version: String,
    values: @escaping @Sendable (_ valueName: String) -> CompletionList = { _ in .init() },
    vocabulary: Vocabulary = Vocabulary()
  ) {
    self.root = root
    self.version = version
    self.values = values
    self.vocabulary = vocabulary
  }

  /// Runs the program. Help and version go to standard output, errors to standard error.
  ///
  /// From here on the process ignores `SIGPIPE` and `SIGXFSZ`, so that a closed pipe or a file at its greatest allowed
  /// size is an error one can handle, not a sudden death; ends at `SIGQUIT` without a report of a crash; and where memory
  /// that was planned cannot be had, it ends with a sentence. An error with the code of success, such as that of a closed
  /// pipe, ends the program quietly.
  ///
  /// - Parameters:
  ///   - arguments: The command line without the program's name.
  ///   - terminal: The program's outputs.
  /// - Returns: The code to exit with.
  public func run(_ arguments: [String], terminal: Terminal = Terminal()) -> ExitCode {
    let terminal = terminal.keepingCommandLines(of: root.name)
    StandardDescriptors.occupy()
    Signals.turnFailedWritesIntoErrors()
    Signals.endWhenAskedAsFirstProcess()
    Signals.quitWhenAsked()
    Allocation.spareAddressSpace()
    Allocation.endProcessOnFailure { byteCount in
      terminal.report("Error: \(byteCount) bytes of memory cannot be had: other programs have taken them meanwhile.")
      _exit(ExitCode.outOfMemory.rawValue)
    }
    var path = CommandPath(root: root, vocabulary: vocabulary)
    do {
      try perform(arguments[...], path: &path, terminal: terminal)
      return .success
    } catch let failure as FailureBeforeEnding {
      _ = Self.report(failure.cause, path, terminal)
      return failure.end()
    } catch {
      return Self.report(error, path, terminal)
    }
  }

  /// Tells of what went wrong, and returns the code to exit with.
  private static func report(_ error: any Error, _ path: CommandPath, _ terminal: Terminal) -> ExitCode {
    if let code = error as? ExitCode { return code }
    let code = exitCode(for: error)
    if code == .success { return code }
    terminal.report("Error: " + sentence(for: error))
    if error is UsageError {
      terminal.report(HelpFormatter.usageHint(for: path))
    }
    return code
  }

  /// Does what the arguments ask for. If that fails, `path` is the command whose usage is of help.
  private func perform(_ arguments: ArraySlice<String>, path: inout CommandPath, terminal: Terminal) throws {
    if arguments.first == Shell.request { return try complete(Array(arguments.dropFirst()), terminal) }
    var rest = arguments
    let asksForHelp = try path.descend(along: &rest)
    if rest.mentions(.help) {
      return try showHelp(of: path, terminal: terminal)
    }
    if path.isRoot, rest.mentions(.version) {
      return try terminal.print(version)
    }
    if asksForHelp {
      guard rest.isEmpty else { throw UsageError.unexpectedArgument(rest[rest.startIndex]) }
      return try showHelp(of: path, terminal: terminal)
    }
    guard let action = path.command.action else {
      // Nothing but the help is left to ask for, or a mistake that the parser finds.
      _ = try path.parse(rest)
      return try showHelp(of: path, terminal: terminal)
    }
    let parsed = try path.parse(rest)
    guard OpenFiles.areAvailable(Self.openFileCount) else { throw OpenFilesError(count: Self.openFileCount) }
    try action(parsed, terminal)
  }

  /// Answers a shell's script, which says which shell it is.
  private func complete(_ words: [String], _ terminal: Terminal) throws {
    guard let shell = words.first.flatMap(Shell.init(rawValue:)) else {
      throw UsageError.unreadable(
        words.first ?? "", for: Shell.request, expectation: Shell.expectation, requirement: nil, fault: nil)
    }
    let request = CompletionRequest(root: root, values: values)
    try terminal.printExactly(request.answer(Array(words.dropFirst()), keepsName: shell.keepsName).lines)
  }

  /// More than any command holds open at a time. Without some of them libdispatch would end the process by a trap.
  private static let openFileCount = 16

  private func showHelp(of path: CommandPath, terminal: Terminal) throws {
    try terminal.print(HelpFormatter(path: path, width: terminal.outputWidth).help)
  }

  private static func sentence(for error: any Error) -> String {
    switch error {
    case let error as any ExitCodeProviding:
      return error.message
    case let error as CocoaError:
      // On Linux the description does not say which file it is about.
      let path = error.filePath ?? error.url?.path
      return path.map { "'\($0)': " + error.localizedDescription } ?? error.localizedDescription
    default:
      return String(describing: error)
    }
  }

  private static func exitCode(for error: any Error) -> ExitCode {
    switch error {
    case let error as any ExitCodeProviding: error.exitCode
    // Foundation's own errors are about files.
    case is CocoaError: .inputOutput
    default: .failure
    }
  }
}
