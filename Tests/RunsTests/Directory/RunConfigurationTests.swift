import FileFormats
import NeuralNetwork
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct RunConfigurationTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private static let full: TrainingConfiguration = {
    var settings = TrainingSettings()
    settings.learningRate = 1.0 / 3
    settings.discriminatorLearningRate = 1e-300
    settings.beta1 = 0
    settings.beta2 = 0.1 + 0.2
    settings.epsilon = .leastNonzeroMagnitude
    settings.batchSize = 1
    settings.latentDistribution = .uniform
    settings.loss = .minimax
    settings.convolutionMethod = .direct
    settings.seed = .max
    settings.snapshotInterval = .max
    return TrainingConfiguration(
      architecture: .small, data: .init(imageCount: 1, checksum: .max), settings: settings)
  }()

  @Test(arguments: [full, .sample(), .sample(.dcgan28())])
  func configJsonGivesBackEverySettingToTheLastBit(training: TrainingConfiguration) throws {
    var written = RunConfiguration(training: training, data: "some \"data\"/größe")
    written.settings.epochs = 17
    written.settings.keptCount = 3
    written.settings.logInterval = 7
    written.settings.sampleInterval = 2
    written.settings.checkpointInterval = 9
    written.settings.evaluationInterval = 4
    try written.write(to: run)
    #expect(try RunConfiguration(run) == written)
  }

  @Test func aConfigurationSaysHowManyBatchesAnEpochHas() {
    #expect(TrainingConfiguration.sample(batchSize: 8, images: 43).batchesPerEpoch == 5)
    #expect(TrainingConfiguration.sample(batchSize: 8, images: 40).batchesPerEpoch == 5)
    #expect(TrainingConfiguration.sample(batchSize: 8, images: 8).batchesPerEpoch == 1)
  }

  /// Changes of a sound configuration that make it impossible, as JSON.
  static let impossible: [(key: String, value: JSONValue?)] = [
    ("batchSize", nil), ("batchSize", .number(0)), ("batchSize", .number(65537)), ("batchSize", .number(8.5)),
    ("batchSize", .string("8")), ("beta1", nil), ("beta1", .number(-0.1)), ("beta1", .number(1)), ("beta2", .number(1)),
    ("beta2", .null), ("dataChecksum", nil), ("dataChecksum", .number(-1)), ("dataChecksum", .number(1 << 32)),
    ("dataImages", nil), ("dataImages", .number(7)), ("epsilon", .number(0)), ("epsilon", nil), ("latent", nil),
    ("latent", .string("cauchy")), ("latent", .number(1)), ("learningRate", .number(0)), ("learningRate", .number(-1)),
    ("learningRate", nil), ("loss", .string("wgan")), ("loss", .number(1)), ("seed", nil), ("seed", .number(1)),
    ("seed", .string("-1")),
    ("seed", .string("18446744073709551616")),
  ]

  @Test(arguments: impossible.indices)
  func aMissingOrImpossibleSettingIsRefused(index: Int) throws {
    let sound = TrainingConfiguration.sample()
    var members = try #require(sound.json.object)
    #expect(try TrainingConfiguration(json: .object(members), architecture: .small) == sound)
    let (key, value) = Self.impossible[index]
    members[key] = value
    let error = #expect(throws: SettingError.self, "\(key)") {
      try TrainingConfiguration(json: .object(members), architecture: .small)
    }
    #expect(error?.description.contains("'\(key)'") == true && error?.description.last == ".")
  }

  @Test func aRunFromBeforeThereWasAChoiceOfLossesHasTheNonSaturatingOne() throws {
    var members = try #require(TrainingConfiguration.sample().json.object)
    members["loss"] = nil
    #expect(try TrainingConfiguration(json: .object(members), architecture: .small).loss == .nonSaturating)
  }

  private func refusal(_ text: String) throws -> String? {
    try directory.create("config.json", text.utf8)
    let error = #expect(throws: RunDirectoryError.self) { try RunConfiguration(run) }
    #expect(error?.kind == .badData)
    return error?.description
  }

  @Test func aDamagedConfigJsonIsRefusedInASentence() throws {
    let start = "'\(run.configuration)' cannot be used: "
    #expect(try refusal("{") == start + "JSON, line 1, column 2: a key in quotation marks must stand here.")
    #expect(try refusal("{}") == start + "In JSON, the architecture must be an object.")
    let members: [String: JSONValue] = [
      "architecture": Architecture.speck.json, "configuration": TrainingConfiguration.sample(.speck).json,
      "data": .string("tiny"), "epochs": .number(2),
    ]
    for (key, value, reason) in [
      ("configuration", nil, "The configuration must be an object."), ("data", nil, "'data' must be a string."),
      ("data", .number(1), "'data' must be a string."), ("epochs", nil, "The setting 'epochs' is missing."),
      ("epochs", .number(0), "The setting 'epochs' must be from 1 to 1000000, not 0."),
      ("epochs", .number(Int.max), "The setting 'epochs' must be from 1 to 1000000, not \(Int.max)."),
      ("epochs", .string("2"), "The setting 'epochs' must be a whole number, not \"2\"."),
      ("keep", .number(0), "The setting 'keep' must be from 1 to 10000, not 0."),
      ("keep", .null, "The setting 'keep' must be a whole number, not null."),
    ] as [(String, JSONValue?, String)] {
      var changed = members
      changed[key] = value
      #expect(try refusal(JSONValue.object(changed).text) == start + reason)
    }
    _ = try directory.create("config.json", JSONValue.object(members).text.utf8)
    // A run of a version that did not say the others.
    var settings = RunSettings()
    settings.epochs = 2
    #expect(try RunConfiguration(run).settings == settings)
  }

  @Test func aMissingConfigJsonIsMissingInput() {
    let error = #expect(throws: FileError.self) { try RunConfiguration(run) }
    #expect(error?.kind == .missingInput)
  }
}
