import Foundation
import TestSupport
import Testing

/// A directory with a conditional run of the generated data set's first images, as a user makes it.
struct ConditionalModel {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    let result = try train("run", "--conditional")
    #expect(result.status == 0, "\(result.error)")
  }

  func train(_ run: String, _ more: String...) throws -> Program.Result {
    try program.run(
      [
        "train", "--data", BuiltPackage.tinyData, "--out", run, "--limit", "24", "--batch-size", "8",
        "--base-channels", "4", "--epochs", "1", "--quiet",
      ] + more)
  }

  var program: Program { directory.program }
}
