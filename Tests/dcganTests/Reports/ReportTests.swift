import Foundation
import TestSupport
import Testing

struct ReportTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func train(_ arguments: String) throws -> Program.Result {
    let shared = "train --data data --architecture gan --batch-size 8 --base-channels 2 "
    return try fixture.program.run((shared + arguments).split(separator: " ").map(String.init))
  }

  @Test func aReportIsAPageOfTheNewestRunOrOfThoseThatAreNamed() throws {
    try train("--epochs 1 --out runs/one").expectSuccess()
    try train("--epochs 1 --seed 5 --out runs/two").expectSuccess()
    let result = try fixture.program.run("report", "runs/one")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error == "The page is report.html.\n")
    #expect(result.output.isEmpty)
    let page = try fixture.directory.contents("report.html")
    #expect(String(decoding: page, as: UTF8.self).contains("<title>runs/one – dcgan report</title>"))
    // The same run gives the same bytes, and a page of ours is replaced.
    #expect(try fixture.program.run("report", "runs/one").status == 0)
    #expect(try fixture.directory.contents("report.html") == page)
    #expect(try fixture.program.run("report", "runs/one", "--out", "-").output == page)
    for runs in [["runs"], ["runs/one", "runs/two/"], ["runs/one", "runs", "runs/two"]] {
      let both = try fixture.program.run(["report"] + runs + ["--out", "both.html"])
      #expect(both.status == 0, "\(both.error)")
      let text = String(decoding: try fixture.directory.contents("both.html"), as: UTF8.self)
      #expect(text.contains("<title>2 runs – dcgan report</title>"), "\(runs)")
    }
    #expect(try fixture.program.run("report").status == 0)
  }

  @Test func whatCannotBeReportedOrWrittenIsRefusedWithASentence() throws {
    func error(_ arguments: String..., status: Int32) throws -> String {
      let result = try fixture.program.run(["report"] + arguments)
      #expect(result.status == status, "\(arguments) \(result.error)")
      return result.error
    }
    #expect(try error(status: 66).hasPrefix("Error: There is no run under 'runs/' yet."))
    #expect(try error("nowhere", status: 66) == "Error: 'nowhere': cannot be opened: No such file or directory.\n")
    try train("--epochs 1 --out run").expectSuccess()
    #expect(try error("run", "--out", "run", status: 64).contains("is a directory. Name a file in it"))
    #expect(try error("run", "--out", "page.pdf", status: 64).contains("its name promises '.pdf'. End it in '.html'."))
    #expect(try error("run", "--out", "no/page.html", status: 73).contains("mkdir"))
    try fixture.directory.create("page.html", "my own notes".utf8)
    #expect(
      try error("run", "--out", "page.html", status: 73).contains("this is no page of HTML, and one would replace it"))
    #expect(try fixture.directory.contents("page.html") == Data("my own notes".utf8))
  }

  @Test func aLivePageChangesNoBitOfTheRunAndEndsWithIt() throws {
    let live = try train("--epochs 2 --out live --live")
    #expect(live.status == 0, "\(live.error)")
    let address = try #require(live.error.firstMatch(of: /See it live at (http:\/\/127\.0\.0\.1:[0-9]+\/) as long/))
    let port = try #require(address.output.1.split(separator: ":").last?.dropLast())
    try train("--epochs 2 --out alone").expectSuccess()
    #expect(
      try fixture.directory.contents("live/checkpoint.safetensors")
        == fixture.directory.contents("alone/checkpoint.safetensors"))
    // The port is free again, and a user who names it and wants no progress hears nothing.
    let again = try train("--epochs 1 --out again --quiet --live \(port)")
    #expect(again.status == 0 && again.error.isEmpty, "\(again.error)")
  }

  @Test func aPortThatIsTakenIsToldBeforeAnythingIsDone() throws {
    let program = try fixture.program.start(
      ["train", "--data", "data", "--architecture", "gan", "--batch-size", "8", "--epochs", "100000", "--out", "first"]
        + ["--live"])
    var port = ""
    try program.wait {
      port = (try program.errorSoFar.firstMatch(of: /127\.0\.0\.1:([0-9]+)\//)).map { String($0.output.1) } ?? ""
      return !port.isEmpty
    }
    let second = try train("--epochs 1 --out second --live \(port)")
    #expect(second.status == 73)
    #expect(
      second.error
        == "Error: Port \(port) of this machine is taken by another program. Name another with '--live', or give it "
        + "without a port: a free one is taken then.\n")
    #expect(!fixture.directory.holds("second"))
    program.send(SIGTERM)
    #expect(try program.finish().status == 143)
  }
}
