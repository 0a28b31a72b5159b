import FileFormats
import Foundation
import TestSupport
import Testing

/// Runs that hold images out and are judged by them while they train.
@Suite("dcgan train --hold-out, --evaluate-every")
struct HoldOutTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    // Enough to hold out as many as a Fréchet distance takes.
    let images = ImageSet(
      count: 150, height: 8, width: 8, channels: 1,
      bytes: (0..<150 * 64).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
    try IDXFile.write(images, to: directory.file("\(fixture.data)/train-images-idx3-ubyte"))
  }

  private var directory: TemporaryDirectory { fixture.directory }

  private func train(_ run: String, _ more: String...) throws -> Program.Result {
    try fixture.program.run(fixture.training(run, "--hold-out", "70") + more)
  }

  private func evaluations(_ run: String) throws -> [JSONValue] {
    try directory.contents("\(run)/metrics.jsonl").split(separator: UInt8(ascii: "\n"))
      .compactMap { try JSONValue(parsing: [UInt8]($0))["evaluation"] }
  }

  @Test func aJudgedRunHasTheCheckpointOfOneThatIsNotAndItsBest() throws {
    let judged = try train("judged", "--epochs", "2", "--evaluate-every", "1")
    #expect(judged.status == 0, "\(judged.error)")
    #expect(judged.error.contains("Epoch 1: ") && judged.error.contains("kept as best.safetensors."))
    #expect(try train("plain", "--epochs", "2").status == 0)
    #expect(
      try directory.contents("judged/checkpoint.safetensors") == directory.contents("plain/checkpoint.safetensors"))
    #expect(try evaluations("judged").count == 2 && evaluations("plain").isEmpty)
    #expect(!directory.holds("plain/best.safetensors"))

    let drawn = try fixture.program.run("sample", "--checkpoint", "judged/best.safetensors", "--out", "best.png")
    #expect(drawn.status == 0, "\(drawn.error)")
    // The same figures as those of the command.
    let command = try fixture.program.run(
      "evaluate", "--checkpoint", "judged", "--against", "held-out", "--cache", "cache", "--json")
    let json = try JSONValue(parsing: [UInt8](command.output))
    let last = try #require(try evaluations("judged").last)
    for figure in ["frechet", "kernel", "precision", "recall", "memorised"] { #expect(json[figure] == last[figure]) }

    let inspected = try fixture.program.run("inspect", "judged")
    #expect(inspected.text.contains("\nbest epoch ") && inspected.text.contains("; in judged/best.safetensors"))
    #expect(inspected.text.contains("\nquality ") && inspected.text.contains("70 images against held-out ones"))
    let report = try JSONValue(parsing: [UInt8](try fixture.program.run("inspect", "judged", "--json").output))
    #expect(report["evaluation"]?["frechet"] == last["frechet"])
    #expect(report["best"]?["checkpoint"]?.string == "judged/best.safetensors")
    let plain = try fixture.program.run("inspect", "plain").text
    #expect(!plain.contains("quality") && !plain.contains("best epoch"))
  }

  @Test func aRunThatGoesOnRemembersToBeJudged() throws {
    #expect(try train("whole", "--epochs", "3", "--evaluate-every", "1", "--quiet").error == "")
    #expect(try train("run", "--epochs", "1", "--evaluate-every", "1", "--quiet").status == 0)
    #expect(try fixture.program.run("train", "--resume", "run", "--epochs", "3", "--quiet").status == 0)
    #expect(try evaluations("run") == evaluations("whole"))
    for file in ["best", "checkpoint"] {
      #expect(
        try directory.contents("run/\(file).safetensors") == directory.contents("whole/\(file).safetensors"))
    }
    let off = try fixture.program.run("train", "--resume", "run", "--epochs", "4", "--evaluate-every", "0", "--quiet")
    #expect(off.status == 0)
    #expect(try evaluations("run").count == 3)
  }

  @Test func aSignalWhileImagesAreJudgedEndsTheRunWithItsStepSaved() throws {
    let program = try fixture.program.start(
      fixture.training("run", "--hold-out", "70", "--evaluate-every", "1", "--epochs", "100000"))
    try program.wait { directory.holds("run/best.safetensors") }
    program.send(SIGINT)
    let result = try program.finish()
    #expect(result.status == 130, "\(result.error)")
    #expect(result.error.contains("Go on with: dcgan train --resume run"))
    let epochs = try evaluations("run").count
    let more = try fixture.program.run("train", "--resume", "run", "--epochs", "\(epochs + 2)", "--quiet")
    #expect(more.status == 0, "\(more.error)")
    // None is missing, wherever the signal came.
    #expect(try evaluations("run").count == epochs + 2)
  }

  @Test func aLastJudgementThatASignalEndedIsMadeUpForOnce() throws {
    #expect(try train("run", "--epochs", "2", "--evaluate-every", "1", "--quiet").status == 0)
    let (whole, best) = (try evaluations("run"), try directory.contents("run/best.safetensors"))
    // What the signal leaves: the step is saved and logged, and its images are not judged.
    let lines = try directory.contents("run/metrics.jsonl").split(separator: UInt8(ascii: "\n")).filter { line in
      let json = try JSONValue(parsing: [UInt8](line))
      return json["evaluation"] == nil || json["epoch"]?.integer == 1
    }
    try directory.create(
      "run/metrics.jsonl", Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
    try #require(try evaluations("run").count == 1)
    let resumed = try fixture.program.run("train", "--resume", "run")
    #expect(resumed.status == 0)
    #expect(resumed.error.contains("were not judged yet: that is made up for.\n"), "\(resumed.error)")
    #expect(resumed.error.contains("Nothing to do: "))
    #expect(try evaluations("run") == whole)
    #expect(try directory.contents("run/best.safetensors") == best)
    #expect(try !fixture.program.run("train", "--resume", "run").error.contains("made up for"))
    #expect(try evaluations("run") == whole)
  }

  @Test func whereThereAreNoTestImagesARunIsJudgedByThoseItHasHeldOut() throws {
    #expect(try train("run", "--epochs", "1", "--quiet").status == 0)
    let result = try fixture.program.run("evaluate", "--checkpoint", "run", "--cache", "cache")
    #expect(result.text.contains("70 images against as many held-out images of data"), "\(result.error)")
    #expect(directory.holds("run/evaluation.json"))
  }

  @Test func comparedRunsThatWereJudgedAlikeHaveAColumnOfQuality() throws {
    func compare(_ out: String, _ more: String...) throws -> Program.Result {
      try fixture.program.run(
        [
          "compare", "--architectures", "gan", "--data", fixture.data, "--batch-size", "8", "--out", out, "--epochs",
          "1",
        ]
          + more)
    }
    let judged = try compare("judged", "--hold-out", "70", "--evaluate-every", "1")
    #expect(judged.status == 0, "\(judged.error)")
    let heads = judged.text.split(separator: "\n")[0].split(separator: " ").suffix(2)
    #expect(heads == ["quality", "verdict"])
    let report = String(decoding: try directory.contents("judged/report.md"), as: UTF8.self)
    #expect(report.contains("Quality is the Fréchet distance, the lower the better, of 70 images"))
    #expect(try !compare("plain").text.contains("quality"))
  }

  @Test func aRunThatIsRefusedToGoOnStaysAsItWas() throws {
    #expect(try train("run", "--max-steps", "2", "--quiet").status == 0)
    let log = directory.file("run/metrics.jsonl")
    var epochs = 9
    func refuse(_ status: Int32, _ sentence: String, _ more: String...) throws {
      // Each would leave other settings behind.
      epochs += 1
      let files = ["run/config.json", "run/checkpoint.safetensors"]
      let (before, names) = (try files.map(directory.contents), try contents("run"))
      let result = try fixture.program.run(["train", "--resume", "run", "--epochs", "\(epochs)"] + more)
      #expect(result.status == status && result.error.contains(sentence), "\(result.error)")
      #expect(try files.map(directory.contents) == before)
      #expect(try contents("run") == names)
    }
    try refuse(
      73, "'nowhere/steps.safetensors': there is no directory 'nowhere'", "--record-steps", "nowhere/steps.safetensors")
    try directory.create("\(fixture.data)/t10k-images-idx3-ubyte", "no images".utf8)
    try refuse(65, "t10k-images-idx3-ubyte'", "--evaluate-every", "1")
    try FileManager.default.removeItem(atPath: directory.file("\(fixture.data)/t10k-images-idx3-ubyte"))
    try FileManager.default.removeItem(atPath: log)
    try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
    let sentence = "Error: 'run/metrics.jsonl': cannot be opened for writing: Is a directory.\n"
    try refuse(73, sentence)
    try refuse(73, sentence, "--change", "learning-rate=0.001")
    try FileManager.default.removeItem(atPath: log)
    #expect(try fixture.program.run("train", "--resume", "run", "--epochs", "9", "--quiet").status == 0)
  }

  private func contents(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.file(name)).sorted()
  }

  /// Training itself reads no test images.
  @Test func aRunThatCannotBeJudgedTakesNoOthersPlace() throws {
    let compared = [
      "compare", "--architectures", "gan", "--data", fixture.data, "--batch-size", "8", "--out", "compared", "--epochs",
      "1", "--hold-out", "70",
    ]
    #expect(try train("run", "--max-steps", "1").status == 0)
    #expect(try fixture.program.run(compared).status == 0)
    let files = ["run", "compared/gan"].flatMap { run in
      ["checkpoint.safetensors", "config.json", "metrics.jsonl"].map { "\(run)/\($0)" }
    }
    let before = try files.map(directory.contents)
    try directory.create("\(fixture.data)/t10k-images-idx3-ubyte", "no images".utf8)
    for arguments in [fixture.training("run", "--hold-out", "70"), compared] {
      let result = try fixture.program.run(arguments + ["--overwrite", "--evaluate-every", "1"])
      #expect(result.status == 65)
      #expect(result.error.contains("/t10k-images-idx3-ubyte'"), "\(result.error)")
    }
    #expect(try files.map(directory.contents) == before && before.allSatisfy { !$0.isEmpty })
    #expect(try train("new", "--evaluate-every", "1").status == 65)
    #expect(!directory.holds("new"))
  }

  @Test func whatCannotBeJudgedIsRefusedInASentence() throws {
    func refusal(_ arguments: [String], _ sentence: String) throws {
      let result = try fixture.program.run(arguments)
      #expect(result.status == 64)
      #expect(result.error.contains(sentence), "\(result.error)")
    }
    try refusal(fixture.training("run", "--evaluate-every", "1"), "add --hold-out N, with at least 65 images.")
    try refusal(
      fixture.training("run", "--evaluate-every", "1", "--hold-out", "64"), "add --hold-out N, with at least 65")
    try refusal(fixture.training("run", "--hold-out", "143"), "of the 150 there are, 143 are to be held out.")
    #expect(try !directory.contents().contains("run"))
    #expect(try fixture.program.run(fixture.training("run", "--epochs", "1", "--quiet")).status == 0)
    try refusal(["train", "--resume", "run", "--evaluate-every", "1"], "this run holds out 0, which cannot be changed")
    try refusal(["train", "--resume", "run", "--hold-out", "70"], "contradicts the run to resume")
  }
}
