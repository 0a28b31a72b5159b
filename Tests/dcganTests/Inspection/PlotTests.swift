import FileFormats
import Foundation
import TestSupport
import Testing

struct PlotTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    try fixture.program.run(fixture.training("run", "--epochs", "2"))
  }

  @Test func aPictureAndAFileOfSVGAreWrittenByTheNameOfTheFile() throws {
    #expect(try fixture.program.run("plot", "run", "--out", "a.png") == Program.Result())
    let picture = try ImageFile.read(path: fixture.directory.file("a.png"))
    #expect(picture.width == 1200 && picture.channels == 3)
    #expect(try fixture.program.run("plot", "run", "--out", "b.png", "--width", "600") == Program.Result())
    #expect(try ImageFile.read(path: fixture.directory.file("b.png")).width == 600)
    #expect(try fixture.program.run("plot", "run", "--out", "a.svg") == Program.Result())
    let svg = String(decoding: try fixture.directory.contents("a.svg"), as: UTF8.self)
    #expect(
      svg.hasPrefix("<svg ") && svg.contains(">Losses</text>")
        && svg.contains(">2 of 2 epochs, too early to tell</text>"))
    let output = try fixture.program.run("plot", "run/", "--out", "-", "--format", "svg")
    #expect(output.status == 0 && output.text == svg)
    // What was a plot is replaced.
    #expect(try fixture.program.run("plot", "run", "--out", "a.svg") == Program.Result())
  }

  @Test func severalRunsOrADirectoryOfThemAreDrawnOverEachOther() throws {
    try fixture.program.run(fixture.training("other", "--epochs", "3"))
    try FileManager.default.createDirectory(atPath: fixture.directory.file("all"), withIntermediateDirectories: false)
    for name in ["run", "other"] {
      try FileManager.default.moveItem(
        atPath: fixture.directory.file(name), toPath: fixture.directory.file("all/\(name)"))
    }
    #expect(try fixture.program.run("plot", "all", "--out", "a.svg") == Program.Result())
    #expect(try fixture.program.run("plot", "all/other", "all/run", "all/other", "--out", "b.svg") == Program.Result())
    let files = try ["a.svg", "b.svg"].map { String(decoding: try fixture.directory.contents($0), as: UTF8.self) }
    for file in files {
      #expect(
        file.components(separatedBy: ">all/run<").count == 2 && file.components(separatedBy: ">all/other<").count == 2)
    }
  }

  typealias Refusal = (arguments: [String], status: Int32, sentence: String)
  static let refusals: [Refusal] = [
    (
      ["plot", "run", "--out", "a.pdf"], 64,
      "'a.pdf' does not end in '.png' or '.svg', the formats of plots: rename it or add '--format'."
    ),
    (
      ["plot", "run", "--out", "-"], 64,
      "Standard output has no name that tells the format: add '--format png' or '--format svg'."
    ),
    (
      ["plot", "run", "--out", "a.png", "--format", "svg"], 64,
      "'--format svg' contradicts the name 'a.png', which promises a .png file. Leave one of them out, or give the name the "
        + "ending '.svg'."
    ),
    (["plot", "run", "--out", "run"], 64, "'--out run' is a directory. Name a file in it, such as 'run/losses.png'."),
    (
      ["plot", "run", "--out", "notes.svg"], 73,
      "'notes.svg': this is no file of SVG, and one would replace it; name another file."
    ),
    (["plot", "nowhere", "--out", "a.png"], 66, "'nowhere': cannot be opened: No such file or directory."),
    (["plot", "young", "--out", "a.png"], 66, "'young/metrics.jsonl': no step is logged yet."),
    (["plot", "run", "--out", "a.png", "--width", "10"], 64, "'--width' must be from 600 to 6000, not 10."),
  ]

  @Test(arguments: refusals)
  func whatCannotBeDoneIsASentence(arguments: [String], status: Int32, sentence: String) throws {
    try fixture.directory.create("notes.svg", Array("my notes".utf8))
    try fixture.directory.create("young/config.json", try fixture.directory.contents("run/config.json"))
    let result = try fixture.program.run(arguments)
    #expect(result.status == status)
    #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
    #expect(!fixture.directory.holds("a.png"))
  }

  @Test func tooManyRunsAreRefused() throws {
    for number in 1...9 {
      try fixture.directory.create("many/\(number)/config.json", try fixture.directory.contents("run/config.json"))
    }
    let result = try fixture.program.run("plot", "many", "--out", "a.png")
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: These are 9 runs, and the colours of more than 8 cannot be told apart. Name fewer of them.\n"))
  }

  @Test func theLoggedStepsOfRunsAreOneTable() throws {
    let lines = try fixture.program.run("runs", "run", "--metrics").text.split(
      separator: "\r\n", omittingEmptySubsequences: true)
    let rows = lines.flatMap { $0.split(separator: "\n") }.map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      rows[0] == [
        "run", "step", "epoch", "lossD", "lossG", "dReal", "dFake", "learningRateFactor", "health", "diversity",
        "pictureChange", "imagesPerSecond", "seconds",
      ])
    #expect(rows.count == 11 && rows.allSatisfy { $0.count == 13 })
    #expect(rows.dropFirst().map { $0[1] } == (1...10).map { "\($0)" })
    #expect(rows[1][0] == "run" && rows[1][2] == "1" && rows[1][8] == "normal" && rows[1][9] == "")
    let log = try fixture.directory.lines("run/metrics.jsonl")
    #expect(log[0].contains("\"lossG\":\(rows[1][4]),"))

    try fixture.directory.create("all/a,b/config.json", try fixture.directory.contents("run/config.json"))
    let judged =
      "{\"epoch\":1,\"evaluation\":{\"against\":\"heldOut\",\"count\":9,\"features\":{},\"frechet\":{\"value\":2.5}},\"step\":4}\n"
    try fixture.directory.create(
      "all/a,b/metrics.jsonl", Array("\(log[2])\n".utf8) + Array(judged.utf8))
    try fixture.directory.create("all/young/config.json", try fixture.directory.contents("run/config.json"))
    let table = try fixture.program.run("runs", "all", "--metrics").text.split(separator: "\n")
    #expect(table.count == 3 && table[0].hasSuffix(",seconds,frechet"))
    #expect(table[1].hasPrefix("\"all/a,b\",3,1,") && table[1].hasSuffix(","))
    #expect(table[2] == "\"all/a,b\",4,,,,,,,,,,,,2.5")

    let young = try fixture.program.run("runs", "all/young", "--metrics")
    #expect(young.status == 65 && young.error == "Error: 'all/young/metrics.jsonl': the log has no line of a step.\n")
    let both = try fixture.program.run("runs", "run", "--metrics", "--json")
    #expect(both.status == 64)
    #expect(
      both.error.hasPrefix(
        "Error: '--metrics' prints comma-separated values. Leave out '--json': a run's metrics.jsonl is JSON already.\n"
      ))
  }
}
