import FileFormats
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct CheckpointTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("checkpoint.safetensors")
  }

  @Test(arguments: [
    (TrainingConfiguration.sample(), 0), (.sample(), 7), (.sample(latents: .uniform, seed: .max), 2),
    (.sample(.speck, batchSize: 1, images: 1), 3),
  ])
  func everythingThatLastsSurvivesBitForBit(configuration: TrainingConfiguration, steps: Int) throws {
    let state = try TrainingState.trained(configuration, steps: steps)
    try Checkpoint.write(state, to: path)

    let checkpoint = try Checkpoint(path: path)
    #expect(checkpoint.configuration == configuration)
    #expect(checkpoint.step == steps)
    #expect(checkpoint.position.epochsDone == steps / configuration.batchesPerEpoch)
    #expect(checkpoint.path == path)
    let restored = try TrainingState(configuration, .single())
    try checkpoint.restore(restored)
    #expect(restored.step == steps)
    #expect(restored.allValues == state.allValues)

    let again = directory.file("again.safetensors")
    try Checkpoint.write(restored, to: again)
    #expect(try bytes(ofFile: again) == bytes(ofFile: path))
  }

  @Test func trainingChangesEveryValueThatLastsSoThatNoneCanBeForgottenUnseen() throws {
    let before = try TrainingState.trained(.sample(), steps: 1).allValues
    let after = try TrainingState.trained(.sample(), steps: 2).allValues
    #expect(before.keys == after.keys)
    // What the health monitor remembers is of its own making, and it does not watch here.
    for (name, values) in after where !name.hasPrefix("health.") { #expect(before[name] != values, "\(name)") }
  }

  @Test func tensorsHavePyTorchsNamesAndShapes() throws {
    let configuration = TrainingConfiguration.sample(.dcgan28(), batchSize: 1, images: 1)
    let shapes = Dictionary(
      uniqueKeysWithValues: try TrainingState(configuration, .single()).namedState.map { ($0.name, $0.shape) })
    let expected: [String: [Int]] = [
      "generator.0.weight": [12544, 100],
      "generator.2.weight": [256], "generator.2.bias": [256], "generator.2.running_mean": [256],
      "generator.2.running_var": [256], "generator.2.num_batches_tracked": [],
      "generator.4.weight": [256, 128, 4, 4],
      "generator.5.weight": [128], "generator.5.bias": [128], "generator.5.running_mean": [128],
      "generator.5.running_var": [128], "generator.5.num_batches_tracked": [],
      "generator.7.weight": [128, 64, 4, 4],
      "generator.8.weight": [64], "generator.8.bias": [64], "generator.8.running_mean": [64],
      "generator.8.running_var": [64], "generator.8.num_batches_tracked": [],
      "generator.10.weight": [1, 64, 3, 3], "generator.10.bias": [1],
      "discriminator.0.weight": [64, 1, 4, 4], "discriminator.0.bias": [64],
      "discriminator.2.weight": [128, 64, 4, 4],
      "discriminator.3.weight": [128], "discriminator.3.bias": [128], "discriminator.3.running_mean": [128],
      "discriminator.3.running_var": [128], "discriminator.3.num_batches_tracked": [],
      "discriminator.5.weight": [256, 128, 3, 3],
      "discriminator.6.weight": [256], "discriminator.6.bias": [256], "discriminator.6.running_mean": [256],
      "discriminator.6.running_var": [256], "discriminator.6.num_batches_tracked": [],
      "discriminator.8.weight": [1, 256, 4, 4], "discriminator.8.bias": [1],
    ]
    #expect(shapes.filter { !$0.key.hasPrefix("adam.") && !$0.key.hasPrefix("health.") } == expected)

    // Adam has two moments of every trained tensor, and three counters of each network.
    let trained = expected.filter { $0.key.hasSuffix(".weight") || $0.key.hasSuffix(".bias") }
    var moments: [String: [Int]] = [:]
    for (name, shape) in trained {
      moments["adam.\(name).exp_avg"] = shape
      moments["adam.\(name).exp_avg_sq"] = shape
    }
    for network in ["generator", "discriminator"] {
      for counter in ["step", "beta1_power_bits", "beta2_power_bits"] { moments["adam.\(network).\(counter)"] = [] }
    }
    #expect(shapes.filter { $0.key.hasPrefix("adam.") } == moments)
  }

  @Test func countersCountAdamsStepsOnceAStepTheDiscriminatorsBatchesThreeTimes() throws {
    let values = try TrainingState.trained(.sample(), steps: 4).allValues
    #expect(values["adam.generator.step"] == .integers([4]))
    #expect(values["adam.discriminator.step"] == .integers([4]))
    #expect(values["generator.2.num_batches_tracked"] == .integers([4]))
    #expect(values["discriminator.3.num_batches_tracked"] == .integers([12]))
    #expect(values["adam.generator.beta1_power_bits"] == .integers([Int64(bitPattern: (0.0625).bitPattern)]))
  }

  @Test func theMetadataTellsWhatTheRunWasAsTextAndJSON() throws {
    let configuration = TrainingConfiguration.sample()
    try Checkpoint.write(try TrainingState.trained(configuration, steps: 7), to: path)
    #expect(
      try SafetensorsFile(path: path).metadata == [
        "format_version": "2", "architecture": Architecture.small.json.text,
        "configuration": configuration.json.text, "step": "7", "epoch": "1", "position": "2", "rollbacks": "0",
        "rounding": "6",
      ])
  }

  @Test(arguments: [5, 7, 9, 10])
  func betweenSnapshotsTheFileHoldsTheLastOneTooAndItIsRestored(steps: Int) throws {
    let configuration = TrainingConfiguration.sample(snapshotInterval: 3)
    let state = try TrainingState.trained(configuration, steps: steps)
    try Checkpoint.write(state, to: path)
    let file = try SafetensorsFile(path: path)
    let copies = file.tensors.filter { $0.name.hasPrefix("snapshot.") }
    #expect(copies.count == ([5, 10].contains(steps) ? 0 : state.namedState.count))

    // Five steps an epoch: the state was copied before the steps 1, 4, 6 and 9.
    let copied = try TrainingState.trained(configuration, steps: [5: 5, 7: 5, 9: 8, 10: 10][steps, default: 0])
    let restored = try TrainingState(configuration, .single())
    try Checkpoint(path: path).restore(restored)
    #expect(restored.allValues == state.allValues)
    for (copy, original) in zip(copies, copied.namedState.sorted { $0.name < $1.name }) {
      let expected: TensorData =
        switch original.read() {
        case .floats(let values): .float32(values)
        case .integers(let values): .int64(values)
        }
      #expect(copies.first { $0.name == "snapshot." + original.name }?.data == expected, "\(copy.name)")
    }
    let again = directory.file("again.safetensors")
    try Checkpoint.write(restored, to: again)
    #expect(try bytes(ofFile: again) == bytes(ofFile: path))
  }

  @Test func aGeneratorAloneIsRestoredAndMakesTheImagesOfTheOneInTraining() throws {
    let state = try TrainingState.trained(.sample(), steps: 5)
    try Checkpoint.write(state, to: path)
    let generator = try LoadedModel(path: path).generator(maximumImages: 3, try .single())
    func values(_ network: Sequential) -> [NamedState.Values] { network.namedState(prefix: "").map { $0.read() } }
    #expect(values(generator.network) == values(state.generator.network))
    var expected: [[Float]] = []
    state.generator.sample(count: 4, first: 0, seed: 0, distribution: .normal) { expected.append($1.values) }
    var images: [[Float]] = []
    generator.sample(count: 4, first: 0, seed: 0, distribution: .normal) { images.append($1.values) }
    #expect(images == expected)
  }

  @Test func networksAreRestoredIntoANewRunWithAnotherSeedAndItsOptimisersAndStepStayFresh() throws {
    let trained = try TrainingState.trained(.sample(), steps: 5)
    try Checkpoint.write(trained, to: path)
    let fresh = try TrainingState(.sample(seed: 99), .single())
    func isOfNetworks(_ name: String) -> Bool { name.hasPrefix("generator.") || name.hasPrefix("discriminator.") }
    let others = fresh.allValues.filter { !isOfNetworks($0.key) }
    try Checkpoint(path: path).restoreNetworks(fresh)
    #expect(fresh.step == 0)
    #expect(fresh.allValues.filter { !isOfNetworks($0.key) } == others)
    #expect(fresh.allValues.filter { isOfNetworks($0.key) } == trained.allValues.filter { isOfNetworks($0.key) })
  }

  @Test func restoredNetworksComputeWithTheRestoredWeightsNotWithThoseTheyWereMadeWith() throws {
    let configuration = TrainingConfiguration.sample()
    let trained = try TrainingState.trained(configuration, steps: 5)
    try Checkpoint.write(trained, to: path)
    let context = try ComputeContext.single()
    let restored = try TrainingState(configuration, context)
    try Checkpoint(path: path).restore(restored)
    let images = BatchSource(configuration.sampleImages, configuration, context).batch(step: 0)
    #expect(
      restored.discriminator.network.forward(images, .inference).values
        == trained.discriminator.network.forward(images, .inference).values)
  }
}
