import FileFormats
import Foundation
import Runs
import TestSupport
import Testing

/// Runs whose recipe goes by classes wherever the data have them.
struct ClassUseTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func train(_ name: String, _ more: String...) throws -> Program.Result {
    try fixture.program.run(
      ["train", "--batch-size", "8", "--max-steps", "1", "--base-channels", "2", "--out", name] + more)
  }

  private static let labelled = ["--data", BuiltPackage.tinyData, "--limit", "24"]

  private func labelledRun(_ name: String, _ more: String...) throws -> Program.Result {
    try fixture.program.run(
      ["train", "--batch-size", "8", "--max-steps", "1", "--base-channels", "2", "--out", name] + Self.labelled + more)
  }

  private func isConditional(_ name: String) throws -> Bool {
    try RunConfiguration(RunDirectory(fixture.directory.file(name))).training.settings.isConditional
  }

  @Test func labelsAreLearntUnderTheBestRecipeUnlessTheyAreDeclined() throws {
    let best = try labelledRun("best", "--recipe", "best")
    #expect(best.status == 0)
    #expect(
      best.error.contains(
        "\nThe images have labels: the networks learn their 10 classes (not with --no-conditional).\n"))
    #expect(try isConditional("best"))
    let declined = try labelledRun("declined", "--recipe", "best", "--no-conditional")
    #expect(declined.status == 0 && !declined.error.contains("labels"))
    #expect(try !isConditional("declined"))
    #expect(try labelledRun("paper", "--recipe", "paper").status == 0)
    #expect(try !isConditional("paper"))
  }

  @Test func imagesWithoutLabelsAreLearntWithoutClasses() throws {
    let images = try DataSet.load(path: BuiltPackage.tinyData, limit: 24, labels: .lenient).images
    try fixture.directory.create("unlabelled/.keep", [])
    try IDXFile.write(images, to: fixture.directory.file("unlabelled/train-images-idx3-ubyte"))
    #expect(try train("run", "--data", "unlabelled", "--recipe", "best").status == 0)
    #expect(try !isConditional("run"))
    let asked = try train("asked", "--data", "unlabelled", "--recipe", "best", "--conditional")
    #expect(asked.status == 66 && asked.error.contains("there are no labels beside the images"), "\(asked.error)")
  }

  @Test func networksWithoutAPlaceForClassesAreTrainedWithoutThem() throws {
    let begun = try fixture.program.run(
      "train", "--init-from", fixture.model, "--data", fixture.data, "--batch-size", "8", "--max-steps", "1",
      "--recipe",
      "best", "--out", "run")
    #expect(begun.status == 0, "\(begun.error)")
    #expect(try !isConditional("run"))
  }

  @Test func aRunGoesOnAsItWasBegun() throws {
    #expect(try labelledRun("run", "--recipe", "best").status == 0)
    let refused = try fixture.program.run("train", "--resume", "run", "--no-conditional")
    #expect(refused.status == 64 && refused.error.contains("--no-conditional"), "\(refused.error)")
    #expect(
      try fixture.program.run("train", "--resume", "run", "--conditional", "--max-steps", "2", "--quiet").status == 0)
  }

  @Test func contraryFlagsAreRefused() throws {
    for flags in [["--conditional", "--no-conditional"], ["--no-conditional", "--conditional"]] {
      let result = try fixture.program.run(["train", "--out", "run"] + Self.labelled + flags)
      #expect(result.status == 64)
      #expect(
        result.error.hasPrefix("Error: '\(flags[1])' and '\(flags[0])' say the contrary. Use one of them.\n"),
        "\(result.error)")
    }
  }

  @Test func recipesAreComparedThoughOneGoesByClassesAndTheOtherDoesNot() throws {
    let result = try fixture.program.run(
      ["compare", "recipe=paper,best", "--batch-size", "8", "--max-steps", "1", "--base-channels", "2", "--out", "vs"]
        + ["--quiet"] + Self.labelled)
    #expect(result.status == 0, "\(result.error)")
    #expect(try !isConditional("vs/recipe=paper") && isConditional("vs/recipe=best"))
  }

  @Test func comparedNetworksAllLearnTheClasses() throws {
    let result = try fixture.program.run(
      ["compare", "--architectures", "dcgan28,gan", "--recipe", "best", "--batch-size", "8", "--max-steps", "1"]
        + ["--base-channels", "2", "--out", "vs", "--quiet"] + Self.labelled)
    #expect(result.status == 0, "\(result.error)")
    #expect(try isConditional("vs/dcgan28") && isConditional("vs/gan"))
  }
}
