import FileFormats
import TestSupport
import Testing

/// The options of losses, penalties and augmentation.
@Suite("dcgan train --loss, --r1, --augment")
struct MeansTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func train(_ run: String, _ more: String...) throws -> Program.Result {
    try fixture.program.run(
      ["train", "--data", fixture.data, "--out", run, "--batch-size", "8", "--base-channels", "2", "--max-steps", "3"]
        + more)
  }

  @Test func allMeansTogetherTrainGoOnAndAreShown() throws {
    let means = [
      "--architecture", "plain28", "--loss", "relativistic", "--r1", "0.5", "--r2", "0.25", "--penalty-every", "2",
      "--augment", "cutout, translation",
    ]
    let result = try fixture.program.run(
      [
        "train", "--data", fixture.data, "--out", "run", "--batch-size", "8", "--base-channels", "2", "--max-steps",
        "3",
      ] + means)
    #expect(result.status == 0, "\(result.error)")
    let resumed = try fixture.program.run(["train", "--resume", "run", "--max-steps", "5"] + means)
    #expect(resumed.status == 0, "\(resumed.error)")
    let text = try fixture.program.run("inspect", "run").text
    for (title, value) in [
      ("loss", "relativistic"), ("R1 penalty", "0.5"), ("R2 penalty", "0.25"), ("penalty every", "2"),
      ("augmentation", "translation,cutout"),
    ] {
      #expect(
        text.split(separator: "\n").contains { $0.hasPrefix(title + " ") && $0.hasSuffix(" " + value) }, "\(title)")
    }
    #expect(!text.contains("label smoothing"))
    let other = try fixture.program.run("train", "--resume", "run", "--max-steps", "6", "--augment", "flip")
    #expect(other.status == 64 && other.error.contains("augment=flip"))
  }

  @Test func spectralNetworksTrainGoOnAndAreExported() throws {
    #expect(try train("run", "--architecture", "spectral28", "--r1", "1").status == 0)
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "5").status == 0)
    let exported = try fixture.program.run("export", "--checkpoint", "run", "--discriminator", "d.onnx")
    #expect(exported.status == 0, "\(exported.error)")
  }

  @Test func whatDoesNotGoTogetherIsRefusedWithAdviceAndLeavesNothing() throws {
    let penalty = try train("run", "--architecture", "dcgan28", "--r1", "1")
    #expect(penalty.status == 64)
    #expect(penalty.error.contains("that of 'dcgan28' has another layer: batch normalisation."))
    #expect(penalty.error.contains("choose '--architecture plain28'"))
    let labels = try train("run", "--architecture", "gan", "--loss", "hinge", "--label-smoothing", "0.1")
    #expect(labels.status == 64 && labels.error.contains("Leave out '--label-smoothing'"))
    #expect(!fixture.directory.holds("run"))
  }

  @Test func aListThatIsNoneIsAnsweredWithTheNames() throws {
    let result = try train("run", "--augment", "flips")
    #expect(result.status == 64)
    #expect(
      result.error.contains(
        "'--augment' wants 'none' or a list of 'translation', 'cutout', 'flip', not 'flips'."))
  }
}
