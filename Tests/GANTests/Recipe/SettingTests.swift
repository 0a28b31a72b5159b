import FileFormats
import Testing

@testable import GAN

/// Settings in tables of their own: what files say of them, and what they mean by silence.
struct SettingTests {
  private struct Sample: Equatable, Sendable {
    var old = 7
    var new = 3
    var open: Double?
    var other = 0.5
  }

  /// One that format 2 knows, one that came later with another default than what older files mean, and an open one.
  private static let table: [any AnySetting<Sample>] = [
    Setting(
      \Sample.old, key: "old", title: "old", option: nil, range: .closed(1...9), absence: .refused, format: 2),
    Setting(\Sample.new, key: "new", title: "new", option: nil, range: .atLeast(0), absence: .means(0)),
    Setting(\Sample.open, otherwise: \Sample.other, key: "open", title: "open", option: nil, range: .greaterThan(0)),
  ]

  private func read(_ json: JSONValue) throws(SettingError) -> Sample {
    var sample = Sample()
    try Self.table.read(json, into: &sample)
    return sample
  }

  @Test func aFileThatDoesNotNameALaterSettingMeansTheOldValueAndNotTheDefault() throws {
    let sample = try read(.object(["old": .number(4)]))
    #expect(sample == Sample(old: 4, new: 0, open: nil))
  }

  @Test func aLaterSettingIsNamedOnlyWhereItDiffersAndThenNeedsALaterFormat() {
    #expect(Self.table.json(Sample(new: 0)) == ["old": .number(7)])
    #expect(Self.table.format(Sample(new: 0)) == 2)
    #expect(Self.table.json(Sample()) == ["old": .number(7), "new": .number(3)])
    #expect(Self.table.format(Sample()) == 3)
    #expect(Self.table.format(Sample(new: 0, open: 1)) == 3)
  }

  @Test func everySettingComesBackFromWhatIsWritten() throws {
    for sample in [Sample(), Sample(old: 1, new: 0), Sample(old: 9, new: 8, open: 1e-300)] {
      #expect(try read(.object(Self.table.json(sample))) == sample)
    }
  }

  @Test func anOpenSettingHasTheOthersValueUntilItHasItsOwn() {
    let setting = Self.table[2]
    #expect(setting.text(in: Sample()) == "0.5" && setting.ownText(in: Sample()) == nil)
    #expect(setting.text(in: Sample(open: 2)) == "2" && setting.ownText(in: Sample(open: 2)) == "2")
  }

  @Test(
    arguments: [
      (.object([:]), "The setting 'old' is missing."),
      (.object(["old": .string("7")]), "The setting 'old' must be a whole number, not \"7\"."),
      (.object(["old": .number(10)]), "The setting 'old' must be from 1 to 9, not 10."),
      (.object(["old": .number(1), "new": .number(-1)]), "The setting 'new' must be at least 0, not -1."),
      (.object(["old": .number(1), "open": .number(0)]), "The setting 'open' must be greater than 0, not 0."),
    ] as [(JSONValue, String)])
  func whatASettingCannotBeIsRefusedInASentence(json: JSONValue, sentence: String) {
    let error = #expect(throws: SettingError.self) { try read(json) }
    #expect(error?.description == sentence)
  }

  @Test func noTwoSettingsOfARunHaveTheSameName() {
    let keys = TrainingSettings.table.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(TrainingSettings.table.format(TrainingSettings()) == 2)
  }

  @Test func aSettingThatThisProgramDoesNotKnowIsRefused() throws {
    var configuration = TrainingConfiguration(
      architecture: try Preset.gan.architecture(), data: .init(imageCount: 64, checksum: 1))
    configuration.batchSize = 8
    var members = try #require(configuration.json.object)
    members["clipping"] = .number(0.01)
    let error = #expect(throws: SettingError.self) {
      try TrainingConfiguration(json: .object(members), architecture: configuration.architecture)
    }
    #expect(error?.description == "The setting 'clipping' is not known to this program.")
  }
}
