import FileFormats
import TestSupport
import Testing

/// `dcgan train --record-steps` as a user calls it. Whether PyTorch comes to the same,
/// `scripts/reference/replay_steps.py` looks.
struct RecordStepsTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  @Test func theFirstStepsAreRecordedAndTheRunIsTheSame() throws {
    let result = try fixture.program.run(
      fixture.training("run", "--max-steps", "7", "--record-steps", "run/steps.safetensors"))
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("Recording 3 steps: 0.1 MB.\n"), "\(result.error)")
    #expect(result.error.contains("Recorded 3 steps, from step 1 on, in run/steps.safetensors.\n"), "\(result.error)")
    #expect(FileKind.recognize(directory.file("run/steps.safetensors")) == .recording)
    try fixture.program.run(fixture.training("plain", "--max-steps", "7"))
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("plain/checkpoint.safetensors"))
    // It goes on from where the run stands, and no further than the run.
    let more = try fixture.program.run(
      "train", "--resume", "run", "--max-steps", "9", "--record-steps", "more.safetensors", "--recorded-steps", "5")
    #expect(more.error.contains("Recorded 2 steps, from step 8 on, in more.safetensors.\n"), "\(more.error)")
    let quiet = try fixture.program.run(
      "train", "--resume", "run", "--max-steps", "10", "--record-steps", "more.safetensors", "--quiet")
    #expect(quiet == Program.Result())
    let nothing = try fixture.program.run(
      "train", "--resume", "run", "--max-steps", "10", "--record-steps", "none.safetensors")
    #expect(nothing.error.contains("Nothing to do") && !directory.holds("none.safetensors"))
  }

  @Test(arguments: [
    (["--record-steps", "steps.bin"], 64, "let the name 'steps.bin' end with '.safetensors'."),
    (["--record-steps", "checkpoint.safetensors"], 64, "has the name of a checkpoint"),
    (["--recorded-steps", "2"], 64, "give that too."),
    (["--record-steps", "s.safetensors", "--recorded-steps", "33"], 64, "'--recorded-steps'"),
    (["--record-steps", "absent/s.safetensors"], 73, "mkdir -p absent"),
    (["--record-steps", "model.safetensors"], 73, "this is no recording of training steps"),
  ])
  func whatCannotBeRecordedIsRefusedBeforeTheRunBegins(options: [String], status: Int32, text: String) throws {
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "2") + options)
    #expect(result.status == status && result.error.contains(text), "\(result.error)")
    #expect(!directory.holds("run"))
  }

  @Test func aRecordingIsCalledWhatItIs() throws {
    try fixture.program.run(
      fixture.training("run", "--max-steps", "1", "--record-steps", "steps.safetensors", "--quiet"))
    for command in [
      ["inspect", "steps.safetensors"], ["sample", "--checkpoint", "steps.safetensors", "--out", "x.png"],
    ] {
      let result = try fixture.program.run(command)
      #expect(result.status == 65, "\(result.error)")
      #expect(
        result.error == "Error: 'steps.safetensors': this is a recording of training steps, not a checkpoint. "
          + "scripts/reference/replay_steps.py makes its steps anew.\n", "\(result.error)")
    }
  }
}
