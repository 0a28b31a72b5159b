import GAN
import TerminalGraphics
import Testing

@testable import dcgan

struct CurveLinesTests {
  private func trace(_ steps: Int) -> MetricsTrace {
    var trace = MetricsTrace()
    for step in 1...steps {
      trace.add(
        step,
        StepMetrics(
          discriminatorLoss: Double(step), generatorLoss: 1, realProbability: 0.75, fakeProbability: 0.25))
    }
    return trace
  }

  @Test func fewStepsHaveAPlaceEachAndManyTheirMeans() {
    #expect(trace(3).means(10).map(\.discriminatorLoss) == [1, 2, 3])
    #expect(trace(100).means(2).map(\.discriminatorLoss) == [25.5, 75.5])
    #expect(MetricsTrace().means(10).isEmpty)
  }

  @Test func manyThousandStepsTakeLittleMemoryAndKeepTheirMeans() {
    let means = trace(100_000).means(10).map(\.discriminatorLoss)
    #expect(means.count == 10)
    for (place, mean) in means.enumerated() { #expect(abs(mean - (Double(place) * 10_000 + 5000)) < 50, "\(mean)") }
  }

  @Test func stepsThatTheRunWentBackBehindAreForgotten() {
    var trace = trace(10)
    trace.cut(to: 4)
    #expect(trace.means(10).map(\.discriminatorLoss) == [1, 2, 3, 4])
  }

  private func lines(_ columns: Int, _ environment: [String: String], place: String? = nil) -> [String] {
    CurveLines(columns: columns, abilities: TerminalAbilities(environment: environment)).lines(
      trace(5), health: HealthVerdict.normal.name, diversity: 0.5, place: place)
  }

  @Test func pairsStandBesideEachOtherWhereThereIsRoom() {
    let plain = ["TERM": "xterm", "NO_COLOR": "1"]
    let wide = lines(80, plain, place: "epoch 1, step 5")
    #expect(wide.count == CurveLines.count(columns: 80) && wide.count == 3)
    let space = String(repeating: " ", count: 20)
    #expect(wide[0] == "loss D  ▁▃▄▆▇\(space)5.000   loss G  ▄▄▄▄▄\(space)1.000")
    #expect(wide[2] == "health  ● normal   diversity 0.500   epoch 1, step 5")
    let narrow = lines(40, plain)
    #expect(narrow.count == CurveLines.count(columns: 40) && narrow.count == 5)
    #expect((wide + narrow).allSatisfy { $0.count <= 80 } && narrow.allSatisfy { $0.count <= 40 })
    #expect(!(wide + narrow).joined().contains("\u{1B}"))
  }

  @Test func coloursAreUsedWhereTheTerminalHasThemAndAsciiWhereItHasNoMore() {
    #expect(lines(80, ["TERM": "xterm"])[0].contains("\u{1B}[38;5;75m▁"))
    #expect(lines(80, ["TERM": "xterm"])[2].contains("\u{1B}[32m●\u{1B}[0m normal"))
    let ascii = lines(80, ["TERM": "xterm", "LC_ALL": "C", "NO_COLOR": "1"])
    #expect(ascii.joined().allSatisfy(\.isASCII) && ascii[0].hasPrefix("loss D  _"))
  }
}
