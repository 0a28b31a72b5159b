import FileFormats
import Foundation
import TestSupport
import Testing

/// `dcgan runs`
struct RunsListTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func train(_ run: String, _ epochs: Int = 1) throws {
    try fixture.program.run(fixture.training(run, "--epochs", "\(epochs)")).expectSuccess()
  }

  /// Adds an evaluation of the last step to a run's log.
  private func judge(_ run: String, _ distance: Double, count: Int = 100) throws {
    let record =
      #"{"epoch":1,"evaluation":{"against":"held-out","count":\#(count),"features":"f","frechet":{"value":\#(distance)},"#
      + #""verdict":"weak"},"step":5}"#
    let path = "\(run)/metrics.jsonl"
    try fixture.directory.create(path, try fixture.directory.contents(path) + Data((record + "\n").utf8))
  }

  private func rows(_ arguments: String...) throws -> [Substring] {
    try fixture.program.run(["runs"] + arguments).text.split(separator: "\n")
  }

  @Test func theQualityOfJudgedRunsStandsInAColumn() throws {
    for name in ["all/a", "all/b", "all/c"] { try train(name) }
    #expect(try !rows("all")[0].contains("quality"))
    try judge("all/a", 9.5)
    try judge("all/b", 3.25)
    let table = try rows("all")
    #expect(table[0].hasSuffix("      quality  verdict"), "\(table)")
    #expect(table[1].contains("  9.50 (weak)  too early"), "\(table)")
    #expect(table[2].contains("  3.25 (weak)  too early") && table[3].contains("            -  newest; too early"))
    let json = try JSONValue(parsing: Array(fixture.program.run("runs", "all", "--json").output)).array ?? []
    #expect(json.map { $0["quality"]?["frechet"]?["value"]?.double } == [9.5, 3.25, nil])
    // Figures of another number of images are no better and no worse.
    try judge("all/b", 3.25, count: 50)
    #expect(try rows("all")[1].contains("  weak  too early"))
  }

  @Test func theNewestIsMarked() throws {
    for name in ["runs/b", "runs/a"] { try train(name) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 60)],
      ofItemAtPath: fixture.directory.file("runs/b/checkpoint.safetensors"))
    let table = try rows()
    #expect(!table[1].contains("newest") && table[2].hasSuffix("  newest; too early to tell"), "\(table)")
    #expect(try fixture.program.run("inspect").text.fact("checkpoint") == "runs/b/checkpoint.safetensors")
    #expect(try !rows("runs/b")[1].contains("newest"))
  }

  @Test func aSpreadsheetGetsNumbers() throws {
    try train("all/a", 25)
    try judge("all/a", 9.5)
    let lines = try rows("all", "--csv")
    let cells = Dictionary(
      uniqueKeysWithValues: zip(
        lines[0].split(separator: ","), lines[1].split(separator: ",", omittingEmptySubsequences: false)))
    for name in ["steps", "epochsDone", "epochs", "seconds", "imagesPerSecond", "normalPart", "frechet", "qualityStep"]
    {
      #expect(cells[Substring(name)].flatMap { Double($0) } != nil, "\(name) \(lines)")
    }
    #expect(cells["epochs"] == "25" && cells["quality"] == "weak" && cells["frechet"] == "9.5")
    #expect(try Date(String(#require(cells["written"])), strategy: .iso8601).timeIntervalSinceNow < 60)
  }

  @Test func aLongNameIsShortenedInTheMiddleWhereTheTerminalEnds() throws {
    let name = "all/first-" + String(repeating: "long-", count: 30) + "last"
    try train(name)
    try train("all/b")
    #expect(try rows("all")[2].hasPrefix(name))
    let screen = try PseudoTerminal(["runs", "all"], in: fixture.directory.path, columns: 120, rows: 20).finish().text
    let lines = screen.split(whereSeparator: \.isNewline)
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 120 }, "\(lines)")
    #expect(lines[2].contains(#/^all/first-.*….*-last /#), "\(lines)")
  }

  @Test func aNarrowTerminalIsSparedTheColumnsThatSayLeast() throws {
    try train("all/a")
    func heads(columns: Int) throws -> [Substring] {
      let screen = try PseudoTerminal(["runs", "all"], in: fixture.directory.path, columns: columns, rows: 20).finish()
      let lines = screen.text.split(whereSeparator: \.isNewline)
      #expect(lines.count == 2 && lines.allSatisfy { $0.count <= columns }, "\(lines)")
      return lines[0].split(separator: "  ", omittingEmptySubsequences: true).map { $0.drop { $0 == " " } }
    }
    let all = ["run", "data", "architecture", "epochs", "time", "images/s", "health", "over the run", "verdict"]
    #expect(try heads(columns: 120).map(String.init) == all)
    #expect(try heads(columns: 80).map(String.init) == all.filter { $0 != "images/s" })
    #expect(try heads(columns: 60).map(String.init) == ["run", "architecture", "epochs", "time", "health", "verdict"])
  }
}
