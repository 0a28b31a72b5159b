import FileFormats
import TensorCore
import TestSupport
import Testing

@testable import Runs

struct RunEnvironmentTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private func environment(_ program: String) throws -> RunEnvironment {
    RunEnvironment(program: program, try ComputeContext(threads: 1))
  }

  @Test func aRunTellsWhatItWasTrainedByAndFromWhichStepOn() throws {
    #expect(run.readEnvironments().isEmpty)
    try run.record(try environment("one"), from: 0)
    try run.record(try environment("one"), from: 50)
    try run.record(try environment("two"), from: 80)
    let entries = run.readEnvironments()
    #expect(entries.map(\.step) == [0, 80])
    #expect(entries.map(\.environment) == [try environment("one"), try environment("two")])
    #expect(entries[0].environment.facts.first == .init(name: "Program", text: "one"))
    #expect(entries[0].environment.facts.last == .init(name: "Threads", text: "1"))
    // A run that goes back has not come to the later steps.
    try run.record(try environment("three"), from: 60)
    #expect(run.readEnvironments().map(\.step) == [0, 60])
  }

  @Test(arguments: ["", "{", "[]", "{}", "[1]", #"[{"step":"x"}]"#])
  func aFileThatTellsNothingIsPassedOver(text: String) throws {
    try directory.create("environment.json", text.utf8)
    #expect(run.readEnvironments().isEmpty)
    try run.record(try environment("one"), from: 3)
    #expect(run.readEnvironments().map(\.step) == [3])
  }

  @Test func itGoesWithTheRun() throws {
    try run.record(try environment("one"), from: 0)
    try run.removeRun()
    #expect(!fileExists(run.environment))
  }
}
