import Testing

@testable import CommandLineKit
@testable import GAN
@testable import dcgan

/// What the program adds to what the library tells of a run.
struct AdviceTests {
  @Test func everyBadVerdictOnARunsHealthSaysWhatToTry() {
    let measures = HealthMeasures(discriminatorLoss: 0.01, diversity: 0.1, bestDiversity: 0.9, change: 0.02)
    for verdict in HealthVerdict.allCases {
      let change = HealthChange(step: 100, verdict: verdict, measures: measures)
      let text = NoticeText.text(change)
      #expect(text.hasPrefix(change.description))
      #expect((text == change.description) == (verdict == .normal))
      #expect(text.hasSuffix("."))
    }
  }

  @Test func everyOptionThatAdviceNamesIsOneOfTrains() throws {
    let names = Set(TrainOptions.all.map(\.parameter.spelling).compactMap { $0.split(separator: " ").first })
    let measures = HealthMeasures(discriminatorLoss: 0, diversity: 0, bestDiversity: 0, change: 0)
    for verdict in HealthVerdict.allCases {
      let text = NoticeText.text(HealthChange(step: 100, verdict: verdict, measures: measures))
      for word in text.split(whereSeparator: { " ,.".contains($0) }) where word.hasPrefix("--") {
        #expect(names.contains(word), "\(word)")
      }
    }
  }
}
