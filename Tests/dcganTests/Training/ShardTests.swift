import TestSupport
import Testing

/// `--shards` on the command line.
struct ShardTests {
  private let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func train(_ arguments: String...) throws -> Program.Result {
    try fixture.program.run(
      ["train", "--init-from", fixture.model, "--data", fixture.data, "--quiet", "--max-steps", "1", "--out", "run"]
        + arguments)
  }

  @Test func aRunTellsOfItsShards() throws {
    let result = try train("--batch-size", "8", "--shards", "4")
    #expect(result.status == 0, "\(result.error)")
    #expect(try fixture.program.run(["inspect", "run"]).text.contains("shards"))
  }

  @Test(
    arguments: [
      (
        ["--batch-size", "8", "--shards", "16"],
        "Error: A batch of 8 cannot be divided into 16 shards of as many images each. Use another '--batch-size' or "
          + "fewer '--shards'.\n"
      ),
      (["--shards", "3"], "Error: '--shards' must be a power of two from 1 to 65536, not 3.\n"),
      (["--shards", "0"], "Error: '--shards' must be a power of two from 1 to 65536, not 0.\n"),
    ])
  func aNumberThatCannotBeIsRefusedInASentence(arguments: [String], sentence: String) throws {
    let result = try fixture.program.run(
      ["train", "--init-from", fixture.model, "--data", fixture.data, "--out", "run"] + arguments)
    #expect(result.error.hasPrefix(sentence), "\(result.error)")
    #expect(result.status == 64)
  }
}
