import Foundation
import Testing

struct PathTests {
  @Test(arguments: [" a b", "-größe-データ", "-it's \"x\""])
  func spacesLettersOfAnyAlphabetAndQuotationMarksInPaths(ending: String) throws {
    let fixture = try SmallModel(ending)
    let directory = fixture.directory
    let run = directory.file("run\(ending)")
    let trained = try fixture.program.run(
      "train", "--init-from", directory.file(fixture.model), "--data", directory.file(fixture.data), "--batch-size",
      "8",
      "--epochs", "1", "--out", run)
    #expect(trained.status == 0, "\(trained.error)")
    let resumed = try fixture.program.run("train", "--resume", run, "--epochs", "2")
    #expect(resumed.status == 0, "\(resumed.error)")
    let sampled = try fixture.program.run("sample", "--checkpoint", run, "--out", "\(run)/grid\(ending).png")
    #expect(sampled == Program.Result())
    #expect(directory.holds("run\(ending)/grid\(ending).png"))
    #expect(directory.holds("run\(ending)/samples/epoch-0002.png"))
    #expect(try fixture.program.run("inspect", run).text.fact("checkpoint") == "\(run)/checkpoint.safetensors")
  }

  @Test func relativePathsStartFromTheDirectoryThatTheProgramRunsInAlsoThoseOfARunThatIsResumedThere() throws {
    let fixture = try SmallModel()
    #expect(try fixture.program.run(fixture.training("run", "--epochs", "1")).status == 0)
    try fixture.directory.create("below/.keep", [])
    let below = Program(directory: fixture.directory.file("below"))
    let sampled = try below.run("sample", "--checkpoint", "../run", "--out", "grid.png")
    #expect(sampled == Program.Result())
    #expect(fixture.directory.holds("below/grid.png"))
    // The run remembers where its data lies, whatever directory it is resumed from.
    #expect(try below.run("train", "--resume", "../run", "--epochs", "2").status == 0)
    try FileManager.default.moveItem(
      atPath: fixture.directory.file("data"), toPath: fixture.directory.file("elsewhere"))
    let lost = try below.run("train", "--resume", "../run", "--epochs", "3")
    #expect(lost.status == 66)
    #expect(lost.error.contains("--data"), "\(lost.error)")
    let found = try below.run("train", "--resume", "../run", "--epochs", "3", "--data", "../elsewhere")
    #expect(found.status == 0, "\(found.error)")
  }

  @Test func controlCharactersInNamesDoNotReachATerminal() throws {
    let fixture = try SmallModel()
    let run = "all/a\u{1B}[31mred\u{1B}]0;title\u{7}b\nc\u{9B}1m"
    try fixture.program.run(fixture.training(run, "--epochs", "2")).expectSuccess()
    for arguments in [
      ["runs", "all"], ["runs", "all", "--json"], ["inspect", run], ["compare", run, "--out", "two"], ["show", run],
      ["timelapse", run, "--out", "a.gif"], ["plot", run, "--out", "a.png"],
    ] {
      let result = try fixture.program.run(arguments)
      result.expectSuccess()
      let raw = (result.text + result.error).unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n"
      }
      #expect(raw.isEmpty, "\(arguments): \(raw)")
    }
    #expect(try fixture.program.run("runs", "all").text.split(separator: "\n").count == 2)
    let json = try JSONSerialization.jsonObject(with: fixture.program.run("runs", "all", "--json").output)
    #expect((json as? [[String: Any]])?.first?["path"] as? String == run)
    #expect(try fixture.program.run("runs", "all", "--csv").text.contains("\"\(run)\""))
  }

  @Test func aTrailingSlashDoesNotMatter() throws {
    let fixture = try SmallModel()
    #expect(try fixture.program.run(fixture.training("run/", "--max-steps", "1")).status == 0)
    #expect(try fixture.program.run("sample", "--checkpoint", "run/", "--out", "grid.png").status == 0)
    #expect(try fixture.program.run("inspect", "data/").status == 0)
  }
}
