import Foundation

@testable import CommandLineKit

/// What a program wrote, and how it ended.
struct CapturedOutput: Equatable {
  var output = ""
  var error = ""
  var exitCode = ExitCode.success
}

/// Runs `body` with a terminal whose outputs are pipes, and returns what was written. A pipe takes 64 KB, so nothing
/// here may write more.
func capture(
  environment: [String: String] = ["COLUMNS": "80"], canRedraw: Bool = false, _ body: (Terminal) throws -> ExitCode
) throws -> CapturedOutput {
  let output = Pipe()
  let error = Pipe()
  let terminal = Terminal(
    output: output.fileHandleForWriting.fileDescriptor, error: error.fileHandleForWriting.fileDescriptor,
    environment: environment, canRedraw: canRedraw)
  let exitCode = try body(terminal)
  try output.fileHandleForWriting.close()
  try error.fileHandleForWriting.close()
  return CapturedOutput(
    output: String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self),
    error: String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self),
    exitCode: exitCode)
}
