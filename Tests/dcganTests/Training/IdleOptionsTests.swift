import TestSupport
import Testing

/// Options of `dcgan train` that come to nothing beside the others.
struct IdleOptionsTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  @Test(arguments: [
    (["--final-rate", "0.5"], "'--final-rate' has no effect here: the learning rates stay as they are"),
    (["--schedule-epochs", "3"], "'--schedule-epochs' has no effect here: the learning rates stay as they are"),
    (
      ["--penalty-every", "3"], "'--penalty-every' has no effect here: there are no penalties without '--r1' or '--r2'"
    ),
    (["--average-ramp-up", "0.1"], "'--average-ramp-up' has no effect here: there is no average"),
    (
      ["--top-fakes", "0.4", "--shards", "8"],
      "'--top-fakes' has no effect here: 0.4 of the 1 fake of a shard, rounded, are all of them"
    ),
    (["--top-fakes", "0.95"], "'--top-fakes' has no effect here: 0.95 of the 8 fakes of a batch, rounded"),
  ])
  func whatHasNoEffectIsSaid(options: [String], remark: String) throws {
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "1") + options)
    #expect(result.status == 0 && result.error.contains("Note: " + remark), "\(result.error)")
  }

  @Test(arguments: [
    [], ["--schedule", "cosine", "--final-rate", "0.5"], ["--top-fakes", "0.5"], ["--top-fakes", "1"],
    ["--average-half-life", "100", "--average-ramp-up", "0.1"],
  ])
  func ofOthersNothingIsSaid(options: [String]) throws {
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "1") + options)
    #expect(result.status == 0 && !result.error.contains("no effect"), "\(result.error)")
  }
}
