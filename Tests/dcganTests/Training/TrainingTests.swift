import Foundation
import TestSupport
import Testing

/// Training as a user does it: dcgan28 on the generated data set that comes with the project.
struct TrainingTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func training(_ run: String, _ more: String...) -> [String] {
    ["train", "--data", BuiltPackage.tinyData, "--recipe", "paper", "--batch-size", "2", "--log-every", "1"]
      + ["--out", run] + more
  }

  @Test func aRunLeavesItsConfigurationLogPicturesAndCheckpointAndSaysWhere() throws {
    let result = try directory.program.run(training("run", "--limit", "9", "--epochs", "2"))
    #expect(result.status == 0)
    #expect(result.text == "")
    let lines = result.error.split(separator: "\n")
    #expect(lines.first?.hasPrefix("The images are 28x28x1: taking the architecture dcgan28 ") == true)
    #expect(lines[1] == "Writing to run.")
    #expect(lines.contains { $0.hasPrefix("The run takes up to ") })
    #expect(lines.contains { $0.hasPrefix("2 of 2 epochs in ") })
    // A slow training also says where it is between the ends of epochs.
    let epochEnds = lines.filter { $0.contains("  step 4/8  ") || $0.contains("  step 8/8  ") }
    #expect(epochEnds.count == 2)
    #expect(epochEnds.first?.hasPrefix("50 %  epoch 1/2  step 4/8  loss D ") == true)
    #expect(epochEnds.last?.hasPrefix("100 %  epoch 2/2  step 8/8  loss D ") == true)
    #expect(
      lines.suffix(2) == [
        "Done. Draw samples with: dcgan sample --checkpoint run --out grid.png",
        "See how it went with: dcgan report run --out report.html; dcgan timelapse run --out training.gif",
      ])

    let names = try FileManager.default.subpathsOfDirectory(atPath: directory.file("run")).sorted()
    #expect(
      names == [
        ".lock", "checkpoint-00000004.safetensors", "checkpoint.safetensors", "config.json", "environment.json",
        "metrics.jsonl", "samples", "samples/epoch-0001.png", "samples/epoch-0002.png",
      ])
    let steps = try directory.lines("run/metrics.jsonl").map {
      (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["step"] as? Int
    }
    #expect(steps == Array(1...8))
    let picture = try PNGHeader(directory.contents("run/samples/epoch-0002.png"))
    #expect(picture == PNGHeader(width: 8 * 30 + 2, height: 8 * 30 + 2, channels: 1))
    let report = try JSONSerialization.jsonObject(with: directory.contents("run/config.json")) as? [String: Any]
    #expect(report?["epochs"] as? Int == 2)
    #expect(report?["data"] as? String == BuiltPackage.tinyData)
  }

  @Test func nothingIsSaidIfNothingIsToBeSaid() throws {
    let result = try directory.program.run(training("run", "--limit", "2", "--max-steps", "1", "--quiet"))
    #expect(result == Program.Result())
  }

  @Test func theRemarkOnTheDataTellsHowToGetOthers() throws {
    // The real data set, which may have been fetched, is not among the data here.
    try FileManager.default.createDirectory(atPath: directory.file("data"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: directory.file("data/tiny"), withDestinationPath: BuiltPackage.tinyData)
    let result = try directory.program.run("train", "--limit", "2", "--batch-size", "2", "--epochs", "1")
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        """
        Training on the small generated data set in data/tiny. For the real Fashion-MNIST, run \
        scripts/data/fetch-fashion-mnist.sh once, or name a directory with --data.
        The images are 28x28x1: taking the architecture dcgan28 (choose another with --architecture).
        There are fewer than 5,000 images: taking the recipe small-data (choose another with --recipe).
        The images have labels: the networks learn their 2 classes (not with --no-conditional).
        Writing to runs/tiny-dcgan28-001.

        """))
    #expect(directory.holds("runs/tiny-dcgan28-001/checkpoint.safetensors"))
  }

  /// The run is killed in the middle of its second epoch or later, between two checkpoints or while one is written.
  @Test func aKilledRunGoesOnToTheBytesOfOneThatWasNeverStopped() throws {
    let killed = try directory.program.start(
      training("killed", "--limit", "13", "--epochs", "1000", "--checkpoint-every", "4", "--threads", "1"))
    try killed.wait { try directory.lines("killed/metrics.jsonl").count >= 8 }
    killed.send(SIGKILL)
    #expect(try killed.finish().status == -SIGKILL)
    let last = try directory.lines("killed/metrics.jsonl").count + 3

    let resumed = try directory.program.run(
      "train", "--resume", "killed", "--max-steps", "\(last)", "--log-every", "1", "--threads", "2")
    #expect(resumed.status == 0)
    #expect(resumed.error.hasPrefix("Resuming the run in killed at step "))
    try directory.program.run(training("whole", "--limit", "13", "--epochs", "1000", "--max-steps", "\(last)"))
    #expect(
      try directory.contents("killed/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
    #expect(try directory.losses("killed/metrics.jsonl") == directory.losses("whole/metrics.jsonl"))
    #expect(try directory.losses("killed/metrics.jsonl").count == last)
  }

  @Test func numbersThatExplodeSetTheRunBackWithHalfTheLearningRateAndEndItAfterThreeTimes() throws {
    let first = try directory.program.run(
      training("run", "--limit", "9", "--learning-rate", "3e7", "--max-steps", "10", "--quiet"))
    #expect(first.status == 0)
    #expect(
      first.error == """
        Step 4 gave numbers that are not finite (the discriminator's running statistics): going on from step 0 with 0.5 \
        times the learning rate (return 1 of at most 3).

        """)
    let lines = try directory.losses("run/metrics.jsonl")
    #expect(lines.map { $0["step"] } == (1...10).map(Double.init))
    #expect(lines.allSatisfy { $0["learningRateFactor"] == 0.5 })
    #expect(
      try directory.program.run("inspect", "run").text.fact("rollbacks")
        == "1, after which the learning rates are 0.5 of those above")

    let second = try directory.program.run("train", "--resume", "run", "--quiet")
    #expect(second.status == 70)
    #expect(
      second.error.hasSuffix(
        """
        Error: Training diverged: step 11 gave numbers that are not finite (the discriminator's running statistics), even \
        after 3 returns to an earlier step, each with half the learning rate. What was saved before is kept. Start a new \
        run with a smaller --learning-rate or a larger --batch-size, or go on from the checkpoint with one of them by \
        --resume RUN --change learning-rate=X.

        """))
    #expect(second.error.split(separator: "\n").count == 3)
  }

  @Test func theDiscriminatorsLearningRateIsItsOwnWhereItIsGiven() throws {
    func train(_ run: String, _ more: String...) throws {
      let arguments = training(run, "--limit", "4", "--max-steps", "2") + more
      #expect(try directory.program.run(arguments).status == 0)
    }
    try train("same")
    try train("given", "--discriminator-learning-rate", "2e-4")
    try train("other", "--discriminator-learning-rate", "1e-4")
    #expect(try directory.losses("same/metrics.jsonl") == directory.losses("given/metrics.jsonl"))
    #expect(try directory.losses("same/metrics.jsonl") != directory.losses("other/metrics.jsonl"))
    let report = try directory.program.run("inspect", "other").text
    #expect(report.fact("learning rate") == "0.0002" && report.fact("discriminator's rate") == "0.0001")
    #expect(try directory.program.run("inspect", "same").text.fact("discriminator's rate") == nil)
  }
}

extension TemporaryDirectory {
  /// The lines of a log without the times, which differ from run to run.
  func losses(_ name: String) throws -> [[String: Double]] {
    try lines(name).map { line in
      let values = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (values ?? [:]).filter { !["seconds", "imagesPerSecond"].contains($0.key) }.compactMapValues {
        $0 as? Double
      }
    }
  }
}
