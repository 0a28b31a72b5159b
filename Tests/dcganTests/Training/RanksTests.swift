import CommandLineKit
import TestSupport
import Testing
import TrainingTestSupport

@testable import dcgan

/// A program that a launcher has started several times.
struct RanksTests {
  private let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  /// Runs the program as a launcher of two would have it that it cannot join.
  private func run(_ arguments: [String]) throws -> Program.Result {
    // The first word of a command that sets the environment; `env` runs the rest.
    try fixture.program.start(arguments, through: ["/usr/bin/env", "PMI_SIZE=2", "PMI_RANK=0"]).finish()
  }

  @Test func trainsNotAsOftenAsItWasStarted() throws {
    let result = try run(fixture.training("run"))
    #expect(result.status == 64, "\(result.error)")
    #expect(result.error.hasPrefix("Error: This is one of 2 processes that were started together, "), "\(result.error)")
    #expect(!fixture.directory.holds("run"))
  }

  @Test(arguments: [["compare"], ["sweep"]]) func otherCommandsThatTrainAreForOneProcess(arguments: [String]) throws {
    let more = ["--data", fixture.data, "--out", "out"]
    let items = arguments == ["compare"] ? ["--architectures", "gan,dense-conv"] : ["seed=1,2"]
    let result = try run(arguments + items + more)
    #expect(result.status == 64)
    #expect(
      result.error
        == "Error: This is one of 2 processes that were started together, each of which would do the same: the command is "
        + "done by one. Start it once; 'dcgan train' can be shared out.\n")
  }

  @Test func aSingleProcessOfALauncherTrains() throws {
    let result = try fixture.program.start(
      fixture.training("run", "--max-steps", "1"), through: ["/usr/bin/env", "PMI_SIZE=1"]
    ).finish()
    #expect(result.status == 0, "\(result.error)")
  }

  /// Otherwise the launcher would end the process that has something to say when another has ended.
  @Test func whatWentWrongIsToldBeforeTheJobEnds() throws {
    let told = try LocalJob.run(ranks: 2) { exchange in
      do {
        try RankedTraining.run(exchange, try TrainCommand.command.parse([])) { _ in
          throw UsageError("No.")
        }
        return "nothing"
      } catch let failure as FailureBeforeEnding {
        return "\(type(of: failure.cause)), then \(failure.end().rawValue)"
      } catch let code as ExitCode {
        return "\(code.rawValue)"
      }
    }
    #expect(told == ["UsageError, then 64", "64"])
  }
}
