import Foundation
import TestSupport
import Testing

/// A command that is interrupted or fails leaves nothing that it has created, and takes nothing that was there.
struct UnfinishedResultTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  /// Runs the program where files may have so many blocks of 512 bytes.
  private func run(_ arguments: [String], blocks: Int) throws -> Program.Result {
    try fixture.program.start(arguments, through: ["/bin/sh", "-c", "ulimit -f \(blocks); exec \"$@\"", "sh"]).finish()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anImportThatIsInterruptedLeavesNothing(signal: Int32) throws {
    let before = try directory.contents()
    // Clusters take a while to be found.
    let arguments = ["import", BuiltPackage.tinyData, "--no-classes", "--clusters", "200", "--out"]
    let importing = try fixture.program.start(arguments + ["deep/set"])
    try importing.wait { directory.holds("deep/set") }
    importing.send(signal)
    #expect(try importing.finish().status == -signal)
    #expect(try directory.contents() == before)

    try FileManager.default.createDirectory(atPath: directory.file("mine"), withIntermediateDirectories: false)
    let other = try fixture.program.start(arguments + ["mine/set"])
    try other.wait { directory.holds("mine/set") }
    other.send(signal)
    #expect(try other.finish().status == -signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("mine")) == [])
  }

  @Test func whatAKilledCommandLeftOfAFileGoesWithTheNext() throws {
    func unfinished() throws -> [String] { try directory.contents().filter { $0.hasPrefix(".partial-") } }
    let sample = ["sample", "--checkpoint", fixture.model, "--out", "images.idx", "--count"]
    let killed = try fixture.program.start(sample + ["10000000"])
    try killed.wait { try !unfinished().isEmpty }
    // One that is still at work keeps its file.
    let atWork = try fixture.program.start(sample + ["9000000"])
    try atWork.wait { try unfinished().count == 2 }
    killed.send(SIGKILL)
    #expect(try killed.finish().status == -SIGKILL)
    #expect(try unfinished().count == 2)
    try fixture.program.run(sample + ["1"]).expectSuccess()
    #expect(try unfinished().count == 1)
    atWork.send(SIGTERM)
    _ = try atWork.finish()
    #expect(try unfinished().isEmpty)
  }

  /// A directory for each command that creates one.
  @Test(arguments: [
    ["import", "data", "--size", "32", "--out", "new/set"],
    ["sample", "--checkpoint", "model.safetensors", "--scale", "32", "--out", "new/pictures/"],
    ["export", "--checkpoint", "model.safetensors", "--folder", "new/folder"],
    ["compare", "run", "--out", "new/comparison"],
    ["train", "--init-from", "model.safetensors", "--data", "data", "--batch-size", "8", "--out", "new/run"],
    ["train", "--init-from", "model.safetensors", "--data", "data", "--batch-size", "8"],
  ])
  func aResultThatCannotBeWrittenLeavesNoDirectory(arguments: [String]) throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "1", "--quiet"))
    let before = try directory.contents()
    let result = try run(arguments, blocks: 1)
    #expect(result.status == 74 || result.status == 73, "\(result.error)")
    #expect(try directory.contents() == before)
    // Nor do others lose theirs.
    try directory.create("new/.keep", [])
    #expect(try run(arguments, blocks: 1).status != 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("new")) == [".keep"])
  }

  /// A table of runs that failed is a result, too; without room for that nothing is left.
  @Test func aSweepWithoutRoomForItsTableLeavesNothing() throws {
    let before = try directory.contents()
    let sweep = ["sweep", "seed=1,2", "--data", "data", "--batch-size", "8", "--max-steps", "1", "--out", "new/sweep"]
    #expect(try run(sweep, blocks: 0).status == 74)
    #expect(try directory.contents() == before)
    #expect(try run(sweep, blocks: 1).status == 74)
    #expect(directory.holds("new/sweep/results.csv"))
  }

  @Test func anExportThatFailsLeavesTheOneBeforeAsItWas() throws {
    let export = ["export", "--checkpoint", fixture.model, "--folder", "folder"]
    try fixture.program.run(export).expectSuccess()
    let before = try directory.contents("folder/generator.safetensors")
    #expect(try run(export, blocks: 1).status == 74)
    #expect(try directory.contents("folder/generator.safetensors") == before && directory.holds("folder/README.md"))
    try fixture.program.run(export).expectSuccess()
  }
}
