import Foundation
import GAN
import Runs
import TestSupport
import Testing

struct InterruptionTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  /// The number in "... at step 17; ...".
  private func interruptedStep(_ error: String) -> Int? {
    error.split(separator: "Interrupted at step ").last?.split(separator: ";").first.flatMap { Int($0) }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]
  )
  func aRunSavesItselfEndsWith128AndTheSignalsNumberAndGoesOnToTheSameBytes(signal: Int32) throws {
    let run = try fixture.program.start(fixture.training("run", "--epochs", "100000", "--checkpoint-every", "1000000"))
    // Within the second epoch.
    try run.wait { try directory.lines("run/metrics.jsonl").count >= 6 }
    run.send(signal)
    let result = try run.finish()
    #expect(result.status == 128 + signal)
    let step = try #require(interruptedStep(result.error))
    #expect(
      result.error.hasSuffix(
        "Interrupted at step \(step); the checkpoint is written. Go on with: dcgan train --resume run\n"))
    #expect(try directory.lines("run/metrics.jsonl").count == step)

    let last = "\(step + 2)"
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", last, "--log-every", "1")
    #expect(resumed.status == 0)
    #expect(resumed.error.hasPrefix("Resuming the run in run at step \(step).\n"))
    try fixture.program.run(fixture.training("whole", "--epochs", "100000", "--max-steps", last))
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
    #expect(try directory.losses("run/metrics.jsonl") == directory.losses("whole/metrics.jsonl"))
  }

  /// Steps that take seconds, so that the second signal comes within the one that the first asks to finish.
  @Test(arguments: [(SIGINT, SIGINT), (SIGTERM, SIGINT), (SIGINT, SIGTERM)])
  func aSecondSignalOfWhicheverKindEndsTheRunAtOnceAndLeavesTheCheckpointsWhole(first: Int32, second: Int32) throws {
    let run = try fixture.program.start([
      "train", "--data", BuiltPackage.tinyData, "--batch-size", "256", "--threads", "1", "--checkpoint-every", "1",
      "--log-every", "1", "--out", "run",
    ])
    // The line of a step comes before its checkpoint.
    try run.wait { directory.holds("run/checkpoint.safetensors") }
    run.send(first)
    // Until one comes after the first was taken: of a signal that is still pending, another has no effect.
    try run.wait {
      run.send(second)
      return false
    }
    let result = try run.finish()
    #expect(result.status == 128 + first || result.status == 128 + second)
    #expect(!result.error.contains("Interrupted at step "))
    let step = try Checkpoint(path: directory.file("run/checkpoint.safetensors")).step
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", "\(step)")
    #expect(resumed.status == 0)
    #expect(resumed.error.contains("Nothing to do: the run stands at step \(step)"))
    // Whatever was being written is cleared away.
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("run"))
    #expect(!names.contains { $0.hasPrefix(".partial") })
  }

  @Test func aTerminalsQuitEndsTheRunAtOnceWithoutAReportOfACrash() throws {
    let run = try fixture.program.start(
      fixture.training("run", "--epochs", "100000", "--checkpoint-every", "1000000"))
    try run.wait { try directory.lines("run/metrics.jsonl").count >= 3 }
    run.send(SIGQUIT)
    let result = try run.finish()
    #expect(result.status == -SIGQUIT)
    #expect(result.error.split(separator: "\n").allSatisfy { !$0.contains("Thread") && !$0.contains("Fatal") })
    #expect(!result.error.contains("Interrupted at step ") && !result.error.contains("SIGQUIT"), "\(result.error)")
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "1").status == 0)
  }

  @Test(arguments: [SIGINT, SIGHUP, SIGQUIT])
  func aSignalThatWasIgnoredWhenTheRunBeganAsByNohupStaysIgnored(signal: Int32) throws {
    // What a shell's trap ignores, its children ignore.
    let command = "trap '' \(signal); exec \"$@\""
    let arguments = fixture.training("run", "--epochs", "100000", "--max-time", "2s")
    let run = try fixture.program.start(arguments, through: ["/bin/sh", "-c", command, "sh"])
    try run.wait { try directory.lines("run/metrics.jsonl").count >= 3 }
    run.send(signal)
    let result = try run.finish()
    #expect(result.status == 0)
    #expect(result.error.contains("The time is up at step "))
  }

  @Test func aRunEndsWhenItsTimeIsUpAndGoesOnToTheSameBytes() throws {
    let result = try fixture.program.run(fixture.training("run", "--epochs", "100000", "--max-time", "1s"))
    #expect(result.status == 0)
    let step = try directory.lines("run/metrics.jsonl").count
    #expect(
      result.error.hasSuffix(
        "The time is up at step \(step); the checkpoint is written. Go on with: dcgan train --resume run\n"))
    let last = "\(step + 2)"
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", last).status == 0)
    try fixture.program.run(fixture.training("whole", "--epochs", "100000", "--max-steps", last))
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
  }

  @Test func aRunThatWasKilledBeforeItsFirstCheckpointOrLineOfTheLogStartsAgainFromTheSameNetworks() throws {
    let options = ["--epochs", "1000", "--log-every", "1000000", "--batch-size", "8", "--seed", "3"]
    func arguments(_ run: String) -> [String] {
      ["train", "--init-from", fixture.model, "--data", fixture.data, "--out", run] + options
    }
    let run = try fixture.program.start(arguments("run"))
    try run.wait { directory.holds("run/metrics.jsonl") }
    run.send(SIGKILL)
    #expect(try run.finish().status == -SIGKILL)
    let resumed = try fixture.program.run("train", "--resume", "run", "--epochs", "1")
    #expect(resumed.status == 0, "\(resumed.error)")
    try fixture.program.run(arguments("whole") + ["--max-steps", "5"])
    #expect(try directory.contents("run/checkpoint.safetensors") == directory.contents("whole/checkpoint.safetensors"))
  }

  @Test func aRunThatHasAConfigurationAloneBeginsAtItsFirstStep() throws {
    try fixture.program.run(fixture.training("whole", "--max-steps", "3"))
    let training = try fixture.program.run(fixture.training("run", "--max-steps", "1"))
    #expect(training.status == 0)
    for name in ["checkpoint.safetensors", "metrics.jsonl"] {
      try FileManager.default.removeItem(atPath: directory.file("run/\(name)"))
    }
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", "3", "--log-every", "1")
    #expect(resumed.error.hasPrefix("Resuming the run in run at step 0.\n"))
    #expect(try directory.lines("run/metrics.jsonl").count == 3)
  }
}
