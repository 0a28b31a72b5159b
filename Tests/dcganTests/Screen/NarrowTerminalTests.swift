import Foundation
import TestSupport
import Testing

/// Tables on terminals of few columns, by the commands that print them.
struct NarrowTerminalTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    try fixture.directory.create("small.json", SmallModel.architecture.json.text.utf8)
    for run in ["all/a", "all/b"] {
      try fixture.program.run(fixture.training(run, "--max-steps", "2", "--quiet")).expectSuccess()
    }
  }

  /// What a command shows on a terminal of so many columns, without what was drawn over.
  private func lines(_ arguments: [String], columns: Int) throws -> [Substring] {
    let shown = try PseudoTerminal(arguments, in: fixture.directory.path, columns: columns, rows: 50).finish()
    #expect(shown.status == 0, "\(shown.text)")
    return shown.text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: "\r", omittingEmptySubsequences: false).last ?? line
    }
  }

  @Test(arguments: [
    ["architectures"], ["recipes"], ["inspect", "model.safetensors"], ["inspect", "data"], ["runs", "all"],
    ["bench", "--architecture", "small.json", "--batch-size", "4", "--steps", "1", "--threads", "1"],
    ["compare", "all/a", "all/b", "--out", "comparison", "--quiet"],
    ["evaluate", "--checkpoint", "all/a", "--cache", "cache", "--against", "train"],
    ["sweep", "learning-rate=1e-3,2e-4", "seed=3-4", "--architecture", "small.json", "--data", "data"]
      + ["--batch-size", "8", "--epochs", "1", "--out", "out", "--quiet"],
  ])
  func tablesFit(arguments: [String]) throws {
    for columns in [60, 80, 100] {
      let lines = try lines(arguments, columns: columns)
      #expect(lines.count > 2 && lines.allSatisfy { $0.count <= columns }, "\(columns): \(lines)")
    }
  }

  @Test func whatASweepVariesAndWhatRanksItStays() throws {
    let shown = try lines(
      [
        "sweep", "learning-rate=1e-3,2e-4", "seed=3-4", "--architecture", "small.json", "--data", "data",
        "--batch-size", "8", "--epochs", "1", "--out", "out", "--quiet",
      ], columns: 60)
    #expect(shown[0].split(separator: " ") == ["rank", "learning-rate", "seed", "epochs", "verdict"], "\(shown)")
  }
}
