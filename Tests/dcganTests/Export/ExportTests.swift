import Foundation
import TestSupport
import Testing

/// `dcgan export` as a user calls it. Whether other programs understand the files, `scripts/reference/check_export.py`
/// looks into.
struct ExportTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    let result = try directory.program.run([
      "train", "--data", BuiltPackage.tinyData, "--out", "run", "--limit", "8", "--batch-size", "4", "--base-channels",
      "4", "--epochs", "1", "--quiet",
    ])
    #expect(result.status == 0)
  }

  private func export(_ arguments: String...) throws -> (status: Int32, error: String) {
    let result = try directory.program.run(["export", "--checkpoint", "run"] + arguments)
    #expect(result.text == "")
    return (result.status, result.error)
  }

  @Test func aNameThatPromisesAnotherFormatIsRefused() throws {
    for (option, name, ending) in [
      ("--onnx", "g.pt", ".onnx"), ("--npz", "w.onnx", ".npz"), ("--discriminator", "d.NPZ", ".onnx"),
    ] {
      let result = try export(option, name)
      #expect(result.status == 64)
      #expect(
        result.error.hasPrefix("Error: '\(name)' would get the format of '\(ending)', and its name promises '."),
        "\(result.error)")
    }
    #expect(try export("--onnx", "generator").status == 0)
  }

  @Test func everyFormatIsWrittenAndReplacesItself() throws {
    for _ in 1...2 {
      let result = try export(
        "--onnx", "g.onnx", "--discriminator", "d.onnx", "--npz", "all.npz", "--folder", "hub/model")
      #expect(result.status == 0 && result.error == "")
    }
    #expect(try directory.contents("g.onnx").starts(with: [0x08, 0x08, 0x12, 0x05] + Array("dcgan".utf8)))
    #expect(try directory.contents("d.onnx").count < (try directory.contents("g.onnx").count))
    #expect(try directory.contents("all.npz").starts(with: Array("PK".utf8)))
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("hub/model")).sorted()
    #expect(names == ["README.md", "config.json", "discriminator.safetensors", "generator.safetensors"])
    let card = String(decoding: try directory.contents("hub/model/README.md"), as: UTF8.self)
    #expect(card.contains("    (\"0\", nn.Linear(100, 784, bias=False)),\n    (\"1\", nn.Unflatten(1, (16, 7, 7))),\n"))
    #expect(card.contains("It has not been judged."))
  }

  @Test func theCardHasTheFiguresOfTheJudge() throws {
    let text = """
      {"count": 64, "frechet": {"value": 12.5, "floor": {"value": 0.75}}, "recall": {"value": 0.25},
       "meaning": "Poor: they are blots."}
      """
    try Data(text.utf8).write(to: URL(filePath: directory.file("run/evaluation.json")))
    #expect(try export("--folder", "model").status == 0)
    let card = String(decoding: try directory.contents("model/README.md"), as: UTF8.self)
    #expect(card.contains("| frechet | 12.5000 | 0.7500 |\n| recall | 0.2500 |  |\n"))
    #expect(card.contains("Poor: they are blots."))
    try Data("{".utf8).write(to: URL(filePath: directory.file("run/evaluation.json")))
    let result = try export("--folder", "model")
    #expect(result.status == 65 && result.error.contains("judge the run again, or remove the file"))
  }

  @Test func nothingOfTheUsersIsReplaced() throws {
    for name in ["notes.txt", "backup.zip"] {
      try Data("PK\u{3}\u{4} mine".utf8).write(to: URL(filePath: directory.file(name)))
    }
    let onnx = try export("--onnx", "notes.txt")
    #expect(onnx.status == 73 && onnx.error.hasPrefix("Error: 'notes.txt': this is no file of ONNX of this program"))
    let npz = try export("--npz", "backup.zip")
    #expect(npz.status == 73 && npz.error.hasPrefix("Error: 'backup.zip': this is no file of networks for numpy"))
    #expect(try directory.contents("backup.zip") == Data("PK\u{3}\u{4} mine".utf8))
    let folder = try export("--folder", "run")
    #expect(folder.status == 73 && folder.error.contains("other files lie here"))
    let checkpoint = try export("--onnx", "run/checkpoint.safetensors")
    #expect(checkpoint.status == 64)
  }

  @Test func aFolderAmongTheRunsIsTakenForNone() throws {
    try FileManager.default.createDirectory(atPath: directory.file("runs"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: directory.file("run"), toPath: directory.file("runs/first"))
    #expect(try export("--folder", "runs/hub").status == 0)
    let inspected = try directory.program.run("inspect")
    #expect(inspected.status == 0 && inspected.text.contains("runs/first"), "\(inspected.error)")
    #expect(!(try directory.program.run("runs").text.contains("hub")))
    for command in [["inspect", "runs/hub"], ["sample", "--checkpoint", "runs/hub", "--out", "a.png"]] {
      let result = try directory.program.run(command)
      #expect(result.status != 0)
      #expect(
        result.error.contains("'runs/hub': this is a folder of exported networks, not ")
          && result.error.contains("name the run that it was exported from"), "\(result.error)")
    }
    for option in [[], ["--overwrite"]] {
      let result = try directory.program.run(["train", "--data", "set", "--out", "runs/hub"] + option)
      #expect(result.status != 0 && !directory.holds("runs/hub/samples"))
    }
    #expect(directory.holds("runs/hub/config.json"))
  }

  @Test func aMistakeIsToldInASentence() throws {
    let nothing = try export()
    #expect(nothing.status == 64 && nothing.error.hasPrefix("Error: Nothing to write: give '--onnx'"))
    let twice = try export("--onnx", "a.onnx", "--discriminator", "a.onnx")
    #expect(twice.status == 64 && twice.error.contains("name the same file"))
    try FileManager.default.createSymbolicLink(atPath: directory.file("link.onnx"), withDestinationPath: "a.onnx")
    for other in ["./a.onnx", "run/../a.onnx", "link.onnx", directory.file("a.onnx")] {
      for isThere in [false, true] {
        if isThere { #expect(try export("--onnx", "a.onnx").status == 0) }
        let result = try export("--onnx", "a.onnx", "--discriminator", other)
        #expect(result.status == 64 && result.error.contains("name the same file"), "\(other) \(result.error)")
      }
      try FileManager.default.removeItem(atPath: directory.file("a.onnx"))
    }
    for option in ["--onnx", "--discriminator", "--npz"] {
      let stream = try export(option, "-")
      #expect(stream.status == 64 && stream.error.contains("Networks are written to files alone"))
    }
    #expect(!directory.holds("-"))
    let missing = try export("--onnx", "missing/a.onnx")
    #expect(missing.status == 73)
    #expect(try directory.program.run(["export", "--checkpoint", "nowhere", "--onnx", "a.onnx"]).status == 66)
  }
}
