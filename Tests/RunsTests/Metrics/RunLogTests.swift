import TestSupport
import Testing

@testable import Runs

struct RunLogTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private func line(_ step: Int, lossD: Double = 1) -> String {
    #"{"dFake":0.25,"dReal":0.75,"epoch":1,"imagesPerSecond":9,"lossD":\#(lossD),"lossG":2,"seconds":\#(step),"step":\#(step)}"#
      + "\n"
  }

  private func steps(_ log: RunLog) -> [Int]? { log.curves[.discriminatorLoss]?.points.map(\.step) }

  @Test func whatIsAddedToALogIsReadAndTheRestIsNotReadAgain() throws {
    var log = try RunLog(run)
    #expect(steps(log) == nil)
    var text = ""
    for step in 1...200 {
      text += line(step)
      try directory.create("metrics.jsonl", text.utf8)
      try log.refresh()
    }
    #expect(steps(log) == Array(1...200))
    // A change far back in the bytes goes unseen: they are not read again.
    text = text.replacing(#""step":3}"#, with: #""step":4}"#) + line(201)
    try directory.create("metrics.jsonl", text.utf8)
    try log.refresh()
    #expect(steps(log) == Array(1...201))
  }

  @Test func aLineIsReadWhenItHasAnEnd() throws {
    let whole = line(2)
    try directory.create("metrics.jsonl", (line(1) + whole.prefix(30)).utf8)
    var log = try RunLog(run)
    #expect(steps(log) == [1])
    try directory.create("metrics.jsonl", (line(1) + whole).utf8)
    try log.refresh()
    #expect(steps(log) == [1, 2])
  }

  @Test func aLogThatWasCutIsReadAnewThoughItHasGrownBeyondItsLengthSince() throws {
    try directory.create("metrics.jsonl", (1...4).map { line($0) }.joined().utf8)
    var log = try RunLog(run)
    let other = line(1) + (2...9).map { line($0, lossD: 5) }.joined()
    try directory.create("metrics.jsonl", other.utf8)
    try log.refresh()
    #expect(log.curves[.discriminatorLoss]?.points.map(\.value) == [1] + Array(repeating: 5, count: 8))
    try directory.create("metrics.jsonl", "".utf8)
    try log.refresh()
    #expect(steps(log) == nil)
  }
}
