import Foundation
import TestSupport

/// The built program, run as a child process.
struct Program {
  /// What a process wrote, and how it ended.
  struct Result: Equatable {
    var output = Data()
    var error = ""
    /// The exit code, or minus the number of the signal that ended it.
    var status: Int32 = 0

    /// The output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The directory that relative paths start from.
  let directory: String

  /// Runs the program to its end. Standard output goes to `output`, or into the result.
  @discardableResult
  func run(_ arguments: [String], output: FileHandle? = nil) throws -> Result {
    try start(arguments, output: output).finish()
  }

  /// Runs the program to its end.
  @discardableResult
  func run(_ arguments: String...) throws -> Result { try run(arguments) }

  /// Starts the program, or a command that is given it with its arguments.
  func start(
    _ arguments: [String], through command: [String] = [], output: FileHandle? = nil
  ) throws -> RunningProgram {
    try RunningProgram(arguments, through: command, directory: directory, output: output)
  }
}

/// A started child process. Its outputs go to files, which never fill up as a pipe would.
final class RunningProgram {
  /// The process has not ended in time, and was killed.
  struct TimeoutError: Error {
    let arguments: [String]
    let error: String
  }

  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let files: TemporaryDirectory

  fileprivate init(
    _ arguments: [String], through command: [String], directory: String, output: FileHandle?
  ) throws {
    files = try TemporaryDirectory()
    let words = command + [BuiltPackage.executable.path] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    // The width of the help, and no bar, wherever the tests run.
    process.environment = ["COLUMNS": "80", "TERM": "dumb"].merging(Sanitizers.options) { own, _ in own }
    process.standardInput = FileHandle.nullDevice
    // Closed once the child has them: a process that has ended keeps them open, and with 1,365 open files Foundation of
    // Swift 6.3 reads beyond their list when it starts another.
    let ownOutput = try output == nil ? files.fileToWrite("output") : nil
    let error = try files.fileToWrite("error")
    defer { for file in [ownOutput, error] { try? file?.close() } }
    process.standardOutput = output ?? ownOutput
    process.standardError = error
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  /// What the process has written to standard error so far.
  var errorSoFar: String {
    get throws { String(decoding: try files.contents("error"), as: UTF8.self) }
  }

  /// Sends a signal, if the process has not ended: the number of one that has may be another's, and 0 would be the
  /// tests' own group.
  func send(_ signal: Int32) {
    let number = process.processIdentifier
    if process.isRunning && number > 0 { kill(number, signal) }
  }

  /// Waits until `condition` holds or the process has ended.
  ///
  /// - Throws: ``TimeoutError`` if neither comes to pass.
  func wait(until condition: () throws -> Bool) throws {
    let start = Date()
    while try process.isRunning && !condition() {
      guard -start.timeIntervalSinceNow < Patience.seconds else { throw try timeout() }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// Waits for the end.
  ///
  /// - Throws: ``TimeoutError`` if it does not come.
  func finish() throws -> Program.Result {
    guard ended.wait(timeout: .now() + Patience.seconds) == .success else { throw try timeout() }
    let sign: Int32 = process.terminationReason == .uncaughtSignal ? -1 : 1
    return Program.Result(
      output: try files.contents("output"), error: try errorSoFar, status: sign * process.terminationStatus)
  }

  private func timeout() throws -> TimeoutError {
    send(SIGKILL)
    return TimeoutError(arguments: process.arguments ?? [], error: try errorSoFar)
  }
}

/// Where the package and its products lie.
enum BuiltPackage {
  /// The program, which was built beside the tests.
  static let executable: URL = {
    // On Linux the tests are a program in the same directory, on Darwin a bundle that another program loads.
    let beside = Bundle.main.bundleURL.appendingPathComponent("dcgan")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    return (bundle ?? .main).bundleURL.deletingLastPathComponent().appendingPathComponent("dcgan")
  }()

  /// The generated data set of the repository.
  static let tinyData = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("data/tiny").path
}
