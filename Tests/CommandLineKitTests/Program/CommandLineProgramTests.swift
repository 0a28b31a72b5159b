import Foundation
import Testing

@testable import CommandLineKit

/// What becomes of the errors that a command throws.
struct CommandLineProgramTests {
  struct BurntError: ExitCodeProviding {
    let description = "The bread 'a\u{1B}[2J' is burnt; lower '--heat'."
    let exitCode = ExitCode.badData
  }

  struct OddError: Error, CustomStringConvertible {
    let description = "Odd."
  }

  func bake(_ action: @escaping Command.Action) throws -> CapturedOutput {
    try capture { terminal in
      SampleProgram.program(bake: action).run(["bake", "--flour", "rye", "a.txt"], terminal: terminal)
    }
  }

  @Test func aCommandGetsItsArgumentsAndTheTerminal() throws {
    let result = try bake { arguments, terminal in
      terminal.report("baking")
      try terminal.print(arguments[SampleProgram.flour].rawValue)
      try terminal.write(Data([0x61, 0x0A]))
    }
    #expect(result == CapturedOutput(output: "rye\na\n", error: "baking\n"))
  }

  @Test func anErrorBringsItsSentenceAndExitCode() throws {
    let sentence = "Error: The bread 'a\\u{1B}[2J' is burnt; lower '--heat'.\n"
    #expect(try bake { _, _ in throw BurntError() } == CapturedOutput(error: sentence, exitCode: .badData))
  }

  @Test func aUsageErrorFromTheCommandShowsItsUsage() throws {
    let result = try bake { _, _ in throw UsageError("'--quiet' contradicts '--salt'.") }
    let text = "Error: '--quiet' contradicts '--salt'.\n" + UsageErrorTests.bakeHint
    #expect(result == CapturedOutput(error: text, exitCode: .usage))
  }

  @Test func aBareExitCodeEndsQuietly() throws {
    #expect(try bake { _, _ in throw ExitCode.interrupted } == CapturedOutput(exitCode: .interrupted))
  }

  @Test func anErrorIsToldOfBeforeTheEndThatGivesTheCode() throws {
    let result = try bake { _, terminal in
      throw FailureBeforeEnding(UsageError("No flour.")) {
        terminal.report("The oven is off.")
        return .inUse
      }
    }
    let text = "Error: No flour.\n" + UsageErrorTests.bakeHint + "The oven is off.\n"
    #expect(result == CapturedOutput(error: text, exitCode: .inUse))
  }

  @Test func anUnknownErrorIsAFailure() throws {
    #expect(try bake { _, _ in throw OddError() } == CapturedOutput(error: "Error: Odd.\n", exitCode: .failure))
  }

  @Test func anErrorOfFoundationNamesItsFile() throws {
    let readData = try bake { _, _ in _ = try Data(contentsOf: URL(fileURLWithPath: "/nowhere/a.txt")) }
    #expect(readData.exitCode == .inputOutput)
    #expect(readData.error.hasPrefix("Error: '/nowhere/a.txt': "))
    let openFile = try bake { _, _ in _ = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/nowhere/b.txt")) }
    #expect(openFile.exitCode == .inputOutput)
    #expect(openFile.error.hasPrefix("Error: '/nowhere/b.txt': "))
  }

  @Test func exitCodesAreThoseOfSysexits() {
    let codes: [ExitCode] = [
      .success, .failure, .usage, .badData, .noInput, .unsupportedProcessor, .diverged, .cannotCreate, .inputOutput,
      .inUse, .interrupted,
    ]
    #expect(codes.map(\.rawValue) == [0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 130])
  }
}
