import FileFormats
import Foundation
import Runs
import TestSupport
import Testing

@testable import Plots

struct RunPlotTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func line(_ step: Int, lossG: String = "1.5", health: String = "normal", examined: Bool = true) -> String {
    "{\"dFake\":0.3,\"dReal\":0.6,\(examined ? "\"diversity\":0.8,\"pictureChange\":0.1," : "")\"epoch\":1,"
      + "\"health\":\"\(health)\",\"imagesPerSecond\":500,\"learningRateFactor\":1,\"lossD\":0.9,\"lossG\":\(lossG),"
      + "\"seconds\":\(step),\"step\":\(step)}"
  }

  private func evaluation(_ step: Int, _ frechet: Double) -> String {
    "{\"epoch\":1,\"evaluation\":{\"against\":\"heldOut\",\"count\":100,\"features\":{},\"frechet\":{\"value\":\(frechet)},"
      + "\"precision\":{\"value\":0.5},\"recall\":{\"value\":0.25}},\"step\":\(step)}"
  }

  private func run(_ name: String, _ lines: [String]) throws -> RunPlot.Run {
    try directory.create("\(name)/metrics.jsonl", Array((lines.joined(separator: "\n") + "\n").utf8))
    return .init(
      name: name, remark: "healthy", curves: try RunCurves(RunDirectory(directory.file(name))))
  }

  private func texts(_ plot: RunPlot) -> [String] {
    plot.drawing.elements.compactMap { if case .text(let text, _, _, _, _) = $0 { text } else { nil } }
  }

  private static let titles = [
    "Losses", "Taken for real", "Health of the pictures", "Speed",
    "Quality: Fréchet distance, the less the better", "Quality: the more the better",
  ]

  @Test func aRunHasAPanelForEachKindOfFigureThatWasMeasured() throws {
    let early = try #require(RunPlot([try run("early", (1...9).map { line($0, examined: false) })]))
    #expect(texts(early).filter(Self.titles.contains) == [0, 1, 3].map { Self.titles[$0] })
    let judged = (1...9).map { line($0) } + [evaluation(9, 5), line(10), evaluation(10, 4)]
    let whole = try #require(RunPlot([try run("whole", judged)]))
    #expect(texts(whole).filter(Self.titles.contains) == Self.titles)
    #expect(
      ["whole", "healthy", "generator", "D(fake)", "recall"].allSatisfy { part in
        texts(whole).contains { $0.contains(part) }
      })
  }

  @Test func severalRunsHaveAColourEachAndALegend() throws {
    let runs = try (0..<3).map { number in
      try run("run-\(number)", (1...5 + number).map { line($0, lossG: "\(number + 1)") })
    }
    let drawing = try #require(RunPlot(runs)).drawing
    let samples = drawing.elements.compactMap { element -> Paint? in
      if case .line(let points, width: 2.6, let paint, _, _) = element, points.count == 2 { paint } else { nil }
    }
    #expect(samples == Array(Style.colours.prefix(3)))
    for paint in samples {
      // Two losses, two probabilities, two of health, the speed.
      let lines = drawing.elements.filter {
        if case .line(let points, _, let own, _, .some) = $0 { own == paint && points.count > 1 } else { false }
      }
      #expect(lines.count == 7)
    }
  }

  @Test func aSingleLineOfALogIsADot() throws {
    let drawing = try #require(RunPlot([try run("one", [line(1)])])).drawing
    let dots = drawing.elements.filter {
      if case .line(let points, Style.dot, _, _, _) = $0 { points.count == 1 } else { false }
    }
    #expect(dots.count == 7)
    #expect(drawing.raster(scale: 0.5).width == 600)
  }

  @Test func aRunWithoutAnyLineIsNotDrawn() throws {
    let empty = try run("empty", ["{\"torn"])
    #expect(RunPlot([empty]) == nil)
    let plot = try #require(RunPlot([empty, try run("other", [line(1), line(2)])]))
    #expect(texts(plot).contains("empty") && texts(plot).contains("other"))
  }

  @Test func numbersBeyondAllMeasureAndNumbersThatAreNoneAreGotOver() throws {
    let lines = [
      line(1), line(2, lossG: "1e300"), line(3, lossG: "-1e300"), line(4, lossG: "null"), line(5, lossG: "1e999"),
    ]
    let drawing = try #require(RunPlot([try run("wild", lines)])).drawing
    for element in drawing.elements {
      if case .line(let points, _, _, _, _) = element {
        #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite && abs($0.y) < 1e4 })
      }
    }
    #expect(drawing.raster(scale: 0.5).height > 100)
    #expect(!drawing.svg.contains("nan") && !drawing.svg.contains("inf\""))
  }

  @Test func aLongLogIsDrawnTogetherWithItsRange() throws {
    let lines = (1...5000).map { line($0, lossG: $0 % 2 == 0 ? "1" : "2") }
    let drawing = try #require(RunPlot([try run("long", lines)])).drawing
    for element in drawing.elements {
      if case .line(let points, _, _, _, _) = element { #expect(points.count <= 240) }
    }
    let bands = drawing.elements.filter { if case .band = $0 { true } else { false } }
    #expect(bands.count == 1)
    #expect(drawing.svg.utf8.count < 100_000)
  }

  @Test func troubleIsMarkedBehindTheHealthOfASingleRun() throws {
    let lines = (1...50).map { line($0 * 10, health: $0 > 30 ? "generatorCollapse" : "normal") }
    let plot = try #require(RunPlot([try run("ill", lines)]))
    #expect(texts(plot).contains("generatorCollapse"))
  }

  @Test func aNameThatIsTooLongLosesItsBeginning() throws {
    let name = String(repeating: "very/", count: 60) + "mine"
    let plot = try #require(RunPlot([.init(name: name, remark: "healthy", curves: try run("a", [line(1)]).curves)]))
    let shown = try #require(texts(plot).first)
    #expect(shown.hasPrefix("…") && shown.hasSuffix("very/mine") && shown.count < 130)
  }
}
