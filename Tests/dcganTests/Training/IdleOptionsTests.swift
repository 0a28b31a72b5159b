import FileFormats
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

  /// Trains for a step on images of so few pixels.
  private func train(height: Int, width: Int, _ options: String...) throws -> Program.Result {
    let count = 16
    let images = ImageSet(
      count: count, height: height, width: width, channels: 1,
      bytes: (0..<count * height * width).map { UInt8($0 % 251) })
    try fixture.directory.create("few/.keep", [])
    try IDXFile.write(images, to: fixture.directory.file("few/train-images-idx3-ubyte"))
    return try fixture.program.run(
      [
        "train", "--data", "few", "--architecture", "gan", "--base-channels", "1", "--batch-size", "8", "--max-steps",
        "1", "--out", "few-run", "--overwrite",
      ] + options)
  }

  @Test func augmentationsThatLeaveNothingOfAPixelAreRefusedAndThoseThatDoNothingAreSaid() throws {
    for options in [["--augment", "cutout"], ["--augment", "translation,cutout,flip"]] {
      let result = try train(height: 1, width: 1, options[0], options[1])
      #expect(result.status == 64 && !fixture.directory.holds("few-run"))
      #expect(
        result.error.contains(
          "and these have a single pixel: the discriminator would see none of them. Leave 'cutout' out of '--augment'."),
        "\(result.error)")
    }
    let pixel = try train(height: 1, width: 1, "--augment", "translation,flip")
    #expect(pixel.status == 0)
    for name in ["translation", "flip"] {
      #expect(pixel.error.contains("Note: '--augment \(name)' has no effect on images of 1x1x1: "), "\(pixel.error)")
    }
    let changed = try fixture.program.run("train", "--resume", "few-run", "--change", "augment=cutout")
    #expect(changed.status == 64 && changed.error.contains("a single pixel"), "\(changed.error)")
  }

  @Test(arguments: [(1, 9), (9, 1)])
  func ofARowOrAColumnAHalfIsCutOut(height: Int, width: Int) throws {
    let result = try train(height: height, width: width, "--augment", "translation,cutout,flip")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("'--augment flip' has no effect on images of 9x1x1") == (width == 1))
    #expect(!result.error.contains("'--augment translation' has no effect"))
  }
}
