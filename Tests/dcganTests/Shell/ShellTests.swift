import Foundation
import TestSupport
import Testing

/// Completion and manual, as a shell and `man` get them.
struct ShellTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func lines(_ words: String...) throws -> [String] {
    let result = try directory.program.run(["__complete", "zsh"] + words)
    #expect(result.status == 0)
    return result.text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
  }

  @Test func presetsAndRunsAreOffered() throws {
    try FileManager.default.createDirectory(atPath: directory.file("runs/my run"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: directory.file("runs/nothing"), withIntermediateDirectories: true)
    try directory.create("runs/my run/config.json", #"{"architecture": {}, "configuration": {}}"#.utf8)
    #expect(try lines("train", "--architecture", "dcgan") == ["files", "dcgan28", "dcgan64", "dcgan32"])
    #expect(
      try lines("compare", "--architectures", "gan,d") == [
        "none", "gan,dcgan28", "gan,dcgan64", "gan,dcgan32", "gan,dense-conv",
      ])
    #expect(try lines("train", "--resume", "") == ["directories", "runs/my run"])
    #expect(try lines("train", "--preview", "ki") == ["none", "kitty"])
    #expect(try lines("train", "--config", "") == ["files", "runs/my run"])
    #expect(try lines("show", "") == ["files", "runs/my run"])
    #expect(try lines("sweep", "seed=0-2", "learn") == ["none", "learning-rate="])
    #expect(try lines("compare", "bat") == ["directories", "batch-size="])
    #expect(try lines("inspect", "") == ["files", "runs/my run"])
  }

  @Test func everyCommandAndItsOptionsAreOfferedAndHaveAPage() throws {
    let commands = try lines("").dropFirst().filter { $0 != "help" }
    #expect(commands.count > 15)
    let result = try directory.program.run(["manual", "--out", "."])
    #expect(result.status == 0)
    for command in commands {
      let options = try lines(command, "--").dropFirst()
      #expect(options.contains("--help"))
      let page = try String(contentsOfFile: directory.file("dcgan-\(command).1"), encoding: .utf8)
      for option in options { #expect(page.contains(".It Fl \(option.dropFirst())"), "\(command) \(option)") }
      #expect(try directory.program.run(["manual", command]).text == page)
    }
    #expect(try directory.program.run(["manual"]).text.hasPrefix(".Dd "))
  }

  @Test func aMistakeIsToldInASentence() throws {
    let unknown = try directory.program.run(["manual", "tarin"])
    #expect(unknown.status == 64 && unknown.error.hasPrefix("Error: There is no page 'tarin': "))
    let both = try directory.program.run(["manual", "train", "--out", "."])
    #expect(both.status == 64 && both.error.hasPrefix("Error: '<page>' is printed, and '--out' writes all pages"))
    let shell = try directory.program.run(["completions", "csh"])
    #expect(shell.status == 64 && shell.error.hasPrefix("Error: '<shell>' wants 'bash', 'zsh' or 'fish', not 'csh'."))
    let missing = try directory.program.run(["manual", "--out", "missing"])
    #expect(missing.status == 73)
  }

  @Test func pagesReplacePagesAndNothingElse() throws {
    for _ in 1...2 { #expect(try directory.program.run(["manual", "--out", "."]).status == 0) }
    let first = try directory.contents("dcgan-bench.1")
    try directory.create("dcgan-train.1", "mine".utf8)
    try directory.create("dcgan-bench.1", ".TH OLD".utf8)
    let refused = try directory.program.run(["manual", "--out", "."])
    #expect(refused.status == 73)
    #expect(refused.error.hasPrefix("Error: './dcgan-train.1': this is no page of a manual"))
    #expect(try directory.contents("dcgan-train.1") == Data("mine".utf8))
    // Neither is one of the others, before.
    #expect(try directory.contents("dcgan-bench.1") == Data(".TH OLD".utf8))
    try FileManager.default.removeItem(atPath: directory.file("dcgan-train.1"))
    #expect(try directory.program.run(["manual", "--out", "."]).status == 0)
    #expect(try directory.contents("dcgan-bench.1") == first)
  }
}
