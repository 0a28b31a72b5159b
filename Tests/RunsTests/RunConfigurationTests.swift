@testable import Runs
import TrainingTestSupport
import TestSupport
import FileFormats
import NeuralNetwork
import Testing

@testable import GAN

@Suite("The configuration of a run")
struct RunConfigurationTests {
  let directory: TemporaryDirectory
  let run: RunDirectory

  init() throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.path)
  }

  private static let full = TrainingConfiguration(
    architecture: .small,
    optimizer: Adam.Settings(learningRate: 1.0 / 3, beta1: 0, beta2: 0.1 + 0.2, epsilon: .leastNonzeroMagnitude),
    batchSize: 1, latentDistribution: .uniform, generatorLoss: .minimax, seed: .max,
    data: .init(imageCount: 1, checksum: .max))

  @Test("config.json gives back every setting to the last bit", arguments: [full, .sample(), .sample(.dcgan28())])
  func roundTrip(training: TrainingConfiguration) throws {
    let written = RunConfiguration(training: training, data: "some \"data\"/größe", epochs: 17, keptCount: 3)
    try written.write(to: run)
    let read = try RunConfiguration(run)
    #expect(read.training == training)
    #expect(read.data == written.data)
    #expect(read.epochs == 17)
    #expect(read.keptCount == 3)
  }

  @Test("A configuration says how many batches an epoch has")
  func batchesPerEpoch() {
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
    ("learningRate", nil), ("loss", .string("hinge")), ("loss", .number(1)), ("seed", nil), ("seed", .number(1)),
    ("seed", .string("-1")),
    ("seed", .string("18446744073709551616")),
  ]

  @Test("A missing or impossible setting is refused", arguments: impossible.indices)
  func refusesSetting(index: Int) throws {
    let sound = TrainingConfiguration.sample()
    var members = try #require(sound.json.object)
    #expect(TrainingConfiguration(json: .object(members), architecture: .small) == sound)
    let (key, value) = Self.impossible[index]
    members[key] = value
    #expect(TrainingConfiguration(json: .object(members), architecture: .small) == nil, "\(key)")
  }

  @Test("A run from before there was a choice of losses has the non-saturating one")
  func olderRun() throws {
    var members = try #require(TrainingConfiguration.sample().json.object)
    members["loss"] = nil
    #expect(TrainingConfiguration(json: .object(members), architecture: .small)?.generatorLoss == .nonSaturating)
  }

  private func refusal(_ text: String) throws -> String? {
    try directory.create("config.json", text.utf8)
    let error = #expect(throws: RunDirectoryError.self) { try RunConfiguration(run) }
    #expect(error?.kind == .badData)
    return error?.description
  }

  @Test("A damaged config.json is refused in a sentence")
  func refusesFile() throws {
    let start = "'\(run.configuration)' cannot be used: "
    #expect(try refusal("{") == start + "JSON, byte 1: a key in quotation marks must stand here.")
    #expect(try refusal("{}") == start + "In JSON, the architecture must be an object.")
    let members: [String: JSONValue] = [
      "architecture": Architecture.speck.json, "configuration": TrainingConfiguration.sample(.speck).json,
      "data": .string("tiny"), "epochs": .number(2),
    ]
    for (key, value) in [
      ("configuration", nil), ("data", nil), ("data", .number(1)), ("epochs", nil), ("epochs", .number(0)),
      ("epochs", .number(Int.max)), ("epochs", .string("2")), ("keep", .number(0)), ("keep", .null),
    ] as [(String, JSONValue?)] {
      var changed = members
      changed[key] = value
      #expect(
        try refusal(JSONValue.object(changed).text) == start + "a member is missing or has an impossible value.",
        "\(key)")
    }
    _ = try directory.create("config.json", JSONValue.object(members).text.utf8)
    #expect(try RunConfiguration(run).epochs == 2)
    // A run of a version that did not say it.
    #expect(try RunConfiguration(run).keptCount == RunConfiguration.usualKeptCount)
  }

  @Test("A missing config.json is missing input")
  func refusesMissingFile() {
    let error = #expect(throws: FileError.self) { try RunConfiguration(run) }
    #expect(error?.kind == .missingInput)
  }
}
