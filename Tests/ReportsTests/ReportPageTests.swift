import FileFormats
import Foundation
import GAN
import TestSupport
import Testing

@testable import Reports
@testable import Runs

struct ReportPageTests {
  private func page(_ runs: [RunDirectory]) -> [UInt8] {
    ReportPage(runs, program: "dcgan 9", words: SmallRun.words).html
  }

  private func data(_ run: SmallRun) throws -> JSONValue {
    try #require(try SmallRun.data(page([run.run]))["runs"]?.array?.first)
  }

  @Test func aPageTellsWhatARunDirectoryHolds() throws {
    let small = try SmallRun()
    try small.log(1...250)
    for epoch in 1...2 { try small.picture(epoch: epoch) }
    let run = try data(small)
    #expect(run["curves"]?["discriminatorLoss"]?["value"]?.array?.count == 250)
    #expect(run["curves"]?["discriminatorLoss"]?["value"]?.array?[3].double == 0.25)
    #expect(run["pictures"]?.array?.map { $0["label"]?.string } == ["Epoch 1", "Epoch 2"])
    #expect(run["pictures"]?.array?.map { $0["step"]?.integer } == [100, 200])
    #expect(run["pictures"]?.array?[0]["source"]?.string?.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
    #expect(run["architecture"]?["generator"]?["layers"]?.array?.first?["name"]?.string == "linear")
    #expect(run["settings"]?.array?.contains { $0["key"]?.string == "seed" && $0["value"]?.string == "1" } == true)
    #expect(run["verdict"]?["sentence"]?.string == "A sentence.")
    #expect(run["health"]?.array?.count == 1)
    #expect(run["health"]?.array?[0]["until"]?.integer == 251)
    #expect(run["fault"] == nil)
  }

  @Test func theSameRunsGiveTheSameBytesAndThePageNeedsNothingBesideItself() throws {
    let small = try SmallRun()
    try small.log(1...30)
    try small.picture(epoch: 1)
    let bytes = page([small.run])
    #expect(bytes == page([small.run]))
    let text = String(decoding: bytes, as: UTF8.self)
    // The namespace of drawings is a name, and nothing is fetched from there.
    let others = text.replacing("http://www.w3.org/2000/svg", with: "").matches(
      of: /https?:\/\/|src="|@import|url\((?!#)/)
    #expect(others.isEmpty)
    #expect(text.contains("default-src 'none'"))
    #expect(!text.contains("{{"))
  }

  @Test func namesFromOutsideAreNoMarkup() throws {
    let name = "</script><img src=x onerror=alert(1)>&amp;<!--\u{202E}"
    let small = try SmallRun(name.replacing("/", with: ""))
    try small.log(1...3, health: "<b>\\u2028</b>", more: [])
    let text = String(decoding: page([small.run]), as: UTF8.self)
    #expect(!text.contains("<img src"))
    #expect(!text.contains("<b>"))
    #expect(!text.contains("\u{202E}") && !text.contains("\u{2028}"))
    // The page's own scripts and no more.
    #expect(text.components(separatedBy: "<script").count == 3)
    #expect(text.components(separatedBy: "</script").count == 3)
    #expect(text.contains("&lt;img src=x onerror=alert(1)&gt;&amp;amp;"))
  }

  @Test func whatIsMissingOrDamagedIsSaidAndTheRestIsShown() throws {
    let small = try SmallRun()
    let empty = try data(small)
    #expect(empty["curves"]?.object?.isEmpty == true)
    #expect(empty["lastStep"]?.integer == 0)
    #expect(empty["pictures"]?.array?.isEmpty == true)
    #expect(empty["verdict"] == nil)

    try small.log(1...1)
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: small.run.sample(epoch: 1)))
    try small.picture(epoch: 2)
    let one = try data(small)
    #expect(one["pictures"]?.array?.map { $0["label"]?.string } == ["Epoch 2"])
    #expect(one["picturesNote"]?.string == "1 grid cannot be read, and is left out.")

    try Data("{".utf8).write(to: URL(fileURLWithPath: small.run.configuration))
    try Data("[]".utf8).write(to: URL(fileURLWithPath: small.run.evaluation))
    let broken = try data(small)
    #expect(broken["fault"]?.string?.contains("config.json' cannot be used") == true)
    #expect(broken["curves"]?["generatorLoss"]?["value"]?.array?.count == 1)
    #expect(broken["settings"]?.array?.isEmpty == true)
    #expect(broken["quality"] == nil)
    #expect(broken["pictures"]?.array?.count == 1)
  }

  @Test func numbersInNamesOfPicturesCanBeAny() throws {
    let small = try SmallRun()
    for name in ["epoch-\(Int.max)", "step-\(Int.max)", "epoch-0000", "step-00000000", "step-00000150", "epoch-+1"] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: "\(small.run.samples)/\(name).png"))
    }
    // One of them can be a run's, and is no picture.
    let page = try data(small)
    #expect(page["pictures"]?.array?.isEmpty == true)
    #expect(page["picturesNote"]?.string == "1 grid cannot be read, and is left out.")
  }

  @Test func aLongLogIsDrawnWithFewPointsThatKeepItsRange() throws {
    let small = try SmallRun()
    try small.log(1...20_000)
    let curve = try #require(try data(small)["curves"]?["discriminatorLoss"])
    #expect(curve["value"]?.array?.count == PageCurves.maximumCount)
    #expect(curve["maximum"]?.array?.first?.double == 1)
    #expect(curve["step"]?.array?.last?.integer == 20_000)
    // Twenty-five steps a point, whose losses are 1, 1/2, 1/3 and so on.
    #expect(curve["step"]?.array?.first?.integer == 25 && curve["seconds"]?.array?.first?.double == 25)
    let minimum = try #require(curve["minimum"]?.array?.first?.double)
    let value = try #require(curve["value"]?.array?.first?.double)
    let mean = (1...25).reduce(0.0) { sum, step in sum + 1 / Double(step) } / 25
    #expect(abs(minimum - 1.0 / 25) < 1e-8 && abs(value - mean) < 1e-7)
  }

  @Test func ofTooManyPicturesThoseAreShownThatLieEvenlyInTime() throws {
    let small = try SmallRun()
    for epoch in 1...(PagePictures.maximumCount + 50) { try small.picture(epoch: epoch) }
    let run = try data(small)
    #expect(run["pictures"]?.array?.count == PagePictures.maximumCount)
    #expect(run["pictures"]?.array?.last?["label"]?.string == "Epoch 250")
    #expect(run["picturesNote"]?.string == "200 of 250 grids are shown.")
    // Nor does a page become larger than can be sent.
    let few = RunContents(small.run, SmallRun.words, .embedded(maximumByteCount: 1000)).json
    #expect(few["pictures"]?.array?.count ?? 99 < 20)
  }

  @Test func gridsWithinEpochsStandWhereTheyWereDrawn() throws {
    let small = try SmallRun()
    for epoch in 1...2 { try small.picture(epoch: epoch) }
    try FileManager.default.copyItem(atPath: small.run.sample(epoch: 1), toPath: small.run.sample(step: 125))
    let pictures = try #require(try data(small)["pictures"]?.array)
    #expect(pictures.map { $0["label"]?.string } == ["Epoch 1", "Step 125", "Epoch 2"])
    #expect(pictures.map { $0["time"]?.double } == [1, 1.25, 2])
    #expect(pictures.map { $0["step"]?.integer } == [100, 125, 200])
  }

  /// Epochs of 100 steps; the second begins anew in its middle, and has 50.
  @Test func gridsOfBeforeAChangeStandWhereTheyWereDrawn() throws {
    let small = try SmallRun()
    for epoch in 1...3 { try small.picture(epoch: epoch) }
    try FileManager.default.copyItem(atPath: small.run.sample(epoch: 1), toPath: small.run.sample(step: 125))
    var configuration = try RunConfiguration(small.run)
    var settings = configuration.training.settings
    settings.batchSize *= 2
    configuration.training = configuration.training.changed(at: 150, to: settings, configuration.training.data)
    try configuration.write(to: small.run)
    let pictures = try #require(try data(small)["pictures"]?.array)
    #expect(pictures.map { $0["label"]?.string } == ["Epoch 1", "Step 125", "Epoch 2", "Epoch 3"])
    #expect(pictures.map { $0["time"]?.double } == [1, 1.25, 2, 3])
    #expect(pictures.map { $0["step"]?.integer } == [100, 125, 200, 250])
  }

  @Test func anEvaluationComesWithItsFloorsAndClasses() throws {
    let small = try SmallRun()
    let evaluation = #"""
      {"against":"test","count":300,"features":{},"frechet":{"floor":{"value":0.5},"interval":[1,3],"value":2},"verdict":"poor",
      "histogram":{"reference_shares":[0.5]},"classes":[{"class":0,"name":"<i>","share":0.25}],"meaning":"Poor.","step":250}
      """#
    try Data(evaluation.utf8).write(to: URL(fileURLWithPath: small.run.evaluation))
    let run = try data(small)
    #expect(run["floors"]?["frechet"]?.double == 0.5)
    let figure = run["quality"]?["figures"]?.array?.first
    #expect(figure?["interval"]?.array?.compactMap(\.double) == [1, 3])
    #expect(run["quality"]?["classes"]?.array?[0]["referenceShare"]?.double == 0.5)
    #expect(run["quality"]?["classes"]?.array?[0]["name"]?.string == "<i>")
    #expect(run["quality"]?["note"]?.string == "At step 250: 300 images against as many test ones.")
  }

  @Test func verdictsThatFlickerAreDrawnTogether() {
    let spans = (1...10_000).map { HealthSpan(health: "verdict \($0 % 2)", steps: $0...$0) }
    let curves = RunCurves(curves: [], health: spans, lastStep: 10_000)
    #expect(PageCurves.health(curves).array?.count ?? 0 <= 401)
  }
}
