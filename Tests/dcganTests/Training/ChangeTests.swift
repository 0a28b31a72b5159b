import Foundation
import Runs
import TestSupport
import Testing

/// `train --resume RUN --change NAME=VALUE`
struct ChangeTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "7"))
    #expect(result.status == 0, "\(result.error)")
  }

  private var directory: TemporaryDirectory { fixture.directory }

  private func resume(_ more: String...) throws -> Program.Result {
    try fixture.program.run(["train", "--resume", "run"] + more)
  }

  @Test func aChangedRunTellsWhatIsNewKeepsItWithoutBeingToldAgainAndIsTheSameInOneGo() throws {
    try fixture.program.run(fixture.training("whole", "--max-steps", "7"))
    let changed = try resume(
      "--change", "learning-rate=1e-4", "--change=batch-size=16", "--max-steps", "9", "--quiet", "--log-every", "1")
    #expect(changed.status == 0 && changed.error == "")
    #expect(try resume("--max-steps", "14", "--quiet").status == 0)
    let whole = try fixture.program.run(
      "train", "--resume", "whole", "--change", "batch-size=16", "--change", "learning-rate=1e-4", "--max-steps", "14")
    #expect(
      whole.error.hasPrefix(
        """
        Resuming the run in whole at step 7.
        Changed from here on: batch size 8 -> 16, learning rate 0.0002 -> 0.0001.
        Epoch 2 begins anew, with 2 steps an epoch.

        """), "\(whole.error)")
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
    let report = try fixture.program.run("inspect", "run").text
    #expect(
      report.fact("changed") == "after step 7: batch size 8 -> 16, learning rate 0.0002 -> 0.0001", "\(report)")
    #expect(report.fact("begun with") == "the networks of model.safetensors, step 20")
    #expect(try resume("--change", "batch-size=16", "--max-steps", "14").error.contains("Nothing is changed"))
  }

  @Test func moreDataOfTheSameShapeIsLearntFromAndItsPathIsRemembered() throws {
    try directory.create("more/.keep", [])
    var images = [UInt8](try directory.contents("data/train-images-idx3-ubyte"))
    images[7] = 83
    images += [UInt8](repeating: 77, count: 40 * 64)
    try directory.create("more/train-images-idx3-ubyte", images)
    let refused = try resume("--data", "more")
    #expect(refused.status == 0, "the first 43 images are the run's")
    #expect(
      refused.error.contains(
        """
        Note: 'more' holds 83 images, and the run goes on with the first 43, as before. To learn from all of them from \
        here on: dcgan train --resume run --change data=more

        """), "\(refused.error)")
    // Whoever has asked for so many, or has all, is told nothing.
    for options in [["--data", "more", "--limit", "43"], ["--data", "data"]] {
      let result = try fixture.program.run(["train", "--resume", "run", "--max-steps", "7"] + options)
      #expect(result.status == 0 && !result.error.contains("goes on with the first"), "\(result.error)")
    }
    let continued = try fixture.program.run(
      "train", "--continue", "--out", "run", "--data", "more", "--max-steps", "7")
    #expect(continued.error.contains("and the run goes on with the first 43"), "\(continued.error)")
    let other = try resume("--data", "more", "--limit", "80")
    #expect(other.status == 65)
    #expect(
      other.error == """
        Error: 'more': these are not the 43 images of the run in 'run'. To go on with them from here: dcgan train \
        --resume run --change data=more --limit 80; for a run of its own that begins with these networks: dcgan train \
        --init-from run --data more --limit 80

        """)
    try fixture.program.run(fixture.training("judged", "--max-steps", "2", "--hold-out", "8"))
    let goesOn = try fixture.program.run("train", "--resume", "judged", "--data", "more", "--max-steps", "2")
    #expect(
      goesOn.error.contains(
        "with these networks: dcgan train --init-from judged --data more"), "\(goesOn.error)")
    let heldOut = try fixture.program.run("train", "--resume", "judged", "--data", "more", "--limit", "80")
    #expect(
      heldOut.error == """
        Error: 'more': these are not the 43 images of the run in 'judged'. For a run of its own that begins with these \
        networks: dcgan train --init-from judged --data more --limit 80

        """)
    let changed = try resume("--change", "data=more", "--epochs", "26", "--max-steps", "140")
    #expect(changed.error.contains("43 -> 83 images"), "\(changed.error)")
    #expect(try resume("--max-steps", "142").status == 0)
    // It is judged by the images that it learns from now.
    let judged = try fixture.program.run("evaluate", "--checkpoint", "run", "--against", "train", "--json")
    #expect(judged.status == 0 && !judged.error.contains("learnt from other images"), "\(judged.error)")
    let formerly = try fixture.program.run("evaluate", "--checkpoint", "run", "--against", "train", "--data", "data")
    #expect(formerly.error.contains("Note: the model learnt from other images than the training images in 'data'."))
    #expect(try resume("--change", "data=data", "--data", "more").status == 64)
  }

  static let refused: [(change: String, sentence: String)] = [
    (
      "seed=3",
      "'seed' cannot change within a run. Start a new run with '--seed'; one that begins with these networks by: dcgan "
        + "train --init-from run"
    ),
    (
      "architecture=dcgan64",
      "'architecture' cannot change within a run. Start a new run with '--architecture'; one that begins with these "
        + "networks by: dcgan train --init-from run"
    ),
    (
      "latent-size=7",
      "'latent-size' cannot change within a run. Start a new run with '--latent-size'; one that begins with these "
        + "networks by: dcgan train --init-from run"
    ),
    (
      "epochs=40",
      "'epochs' does not change the result, and needs no '--change': dcgan train --resume run --epochs 40"
    ),
    ("limit=9", "The number of images changes with the data: dcgan train --resume run --change data=DIR --limit 9"),
    ("learningrate=1", "'--change' does not know 'learningrate'. Did you mean 'learning-rate'?"),
    ("lr=1e-4", "'--change' does not know 'lr'. Did you mean 'learning-rate'?"),
    ("learning-rate=fast", "'--change learning-rate' wants a finite number, not 'fast'."),
    ("learning-rate=0", "'--change learning-rate' must be greater than 0, not 0."),
    ("learning-rate", "'--change' wants a setting and its new value, such as learning-rate=1e-4, not 'learning-rate'."),
  ]

  @Test(arguments: refused.indices)
  func whatCannotChangeIsRefusedWithTheWayOut(index: Int) throws {
    let (change, sentence) = Self.refused[index]
    let checkpoint = try directory.contents("run/checkpoint.safetensors")
    let result = try resume("--change", change)
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: \(sentence)\n"), "\(result.error)")
    #expect(try directory.contents("run/checkpoint.safetensors") == checkpoint)
  }

  @Test func aChangeNeedsARunToResume() throws {
    let result = try fixture.program.run(fixture.training("other", "--change", "beta1=0.4"))
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix("Error: '--change' changes a run that goes on: name it with '--resume'.\n"))
  }

  @Test func severalOptionsThatContradictTheRunAreNamedTogetherWithTheVeryArguments() throws {
    let result = try resume("--batch-size", "4", "--beta1", "0.9")
    #expect(
      result.error.hasPrefix(
        "Error: '--batch-size 4' and '--beta1 0.9' contradict the run to resume, which has 8 and 0.5. To go on with that "
          + "from here, write '--change batch-size=4 --change beta1=0.9' instead; for a run of its own that begins with "
          + "these networks: dcgan train --init-from run --batch-size 4 --beta1 0.9\n"), "\(result.error)")
  }

  @Test func theRunGoesOnFromAnyDirectoryAndDataThatAreGoneAreAskedFor() throws {
    try directory.create("elsewhere/.keep", [])
    let there = Program(directory: directory.file("elsewhere"))
    let result = try there.run("train", "--resume", "../run", "--max-steps", "8")
    #expect(result.status == 0, "\(result.error)")
    // As a run from before has it: relative to where it was started.
    let text = String(decoding: try directory.contents("run/config.json"), as: UTF8.self)
    let old = text.replacing("\(directory.path)/data", with: "data")
    #expect(old != text)
    try directory.create("run/config.json", old.utf8)
    #expect(try there.run("train", "--resume", directory.file("run"), "--max-steps", "9").status == 0)
    try FileManager.default.moveItem(atPath: directory.file("data"), toPath: directory.file("moved"))
    let gone = try resume("--max-steps", "10")
    #expect(gone.status == 66)
    #expect(gone.error.hasSuffix("If they are elsewhere now, say where with --data DIR.\n"), "\(gone.error)")
    let judged = try fixture.program.run("evaluate", "--checkpoint", "run")
    #expect(judged.status == 66)
    #expect(judged.error.hasSuffix("If they are elsewhere now, say where with --data DIR.\n"), "\(judged.error)")
    #expect(try resume("--data", "moved", "--max-steps", "10").status == 0)
    #expect(try resume("--max-steps", "11").status == 0)
  }
}
