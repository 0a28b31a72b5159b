import FileFormats
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

struct CheckpointRefusalTests {
  let directory: TemporaryDirectory
  let path: String
  let sound: SafetensorsFile

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("checkpoint.safetensors")
    try Checkpoint.write(try TrainingState.trained(.sample(.speck), steps: 2), to: path)
    sound = try SafetensorsFile(path: path)
  }

  /// Writes the file with changes, its checksum right, and returns what reading it as a checkpoint says.
  private func refusal(_ change: (inout SafetensorsFile) -> Void) throws -> String? {
    var file = sound
    change(&file)
    try file.write(to: path, replaceExisting: true)
    return #expect(throws: CheckpointError.self) { try Checkpoint(path: path) }?.description
  }

  @Test(arguments: ["format_version", "architecture", "step", "rollbacks"])
  func aFileWithoutOneOfTheMetadataIsNoCheckpoint(key: String) throws {
    #expect(
      try refusal { $0.metadata[key] = nil }
        == "'\(path)' is not a checkpoint of dcgan: its metadata has no '\(key)'.")
  }

  @Test(arguments: ["0", "4", "2.0", "02", ""])
  func anotherVersionOfTheFormatIsRefused(version: String) throws {
    #expect(
      try refusal { $0.metadata["format_version"] = version }
        == "'\(path)' has the format version '\(version)', and this program reads versions 1 to 3.")
  }

  @Test(arguments: ["0", "-1", "two", "02x", ""])
  func aRoundingThatIsNoNumberIsRefused(rounding: String) throws {
    let refusal = try refusal { $0.metadata["rounding"] = rounding }
    #expect(
      refusal?.hasPrefix("'\(path)' has '\(rounding)' as its rounding, which is no whole number from 1 to ") == true)
  }

  @Test func theNetworksOfACheckpointOfFormat1CanBeUsedAndNoRunGoesOnFromIt() throws {
    var file = sound
    file.metadata["format_version"] = "1"
    file.metadata["rollbacks"] = nil
    file.metadata["configuration"] = TrainingConfiguration.sample(.speck).json.text
      .replacing(#""convolution":"winograd","#, with: "").replacing(#","snapshotEvery":100"#, with: "")
    file.tensors.removeAll { $0.name.hasPrefix("health.") || $0.name.hasPrefix("snapshot.") }
    try file.write(to: path, replaceExisting: true)
    let checkpoint = try Checkpoint(path: path)
    #expect(checkpoint.rollbacks == 0)
    #expect(checkpoint.configuration.convolutionMethod == .direct)
    #expect(checkpoint.configuration.snapshotInterval == TrainingSettings().snapshotInterval)
    _ = try LoadedModel(path: path).generator(maximumImages: 1, .single())
    let state = try TrainingState(checkpoint.configuration, .single())
    try checkpoint.restoreNetworks(state)
    let networks = state.networkState.map { $0.read() }
    #expect(networks == (try TrainingState.trained(.sample(.speck), steps: 2)).networkState.map { $0.read() })
    let error = #expect(throws: CheckpointError.self) { try checkpoint.restore(state) }
    #expect(
      error?.description
        == "'\(path)' is of an earlier version of dcgan (format 1) and lacks what a run needs to go on.")
    #expect(error?.use == .networksOnly && error?.path == path)
  }

  @Test func anArchitectureThatIsNoJSONOrCannotBeBuiltIsRefused() throws {
    #expect(
      try refusal { $0.metadata["architecture"] = "{" }
        == "'\(path)' has an architecture that cannot be read. JSON, line 1, column 2: a key in quotation marks must stand here."
    )
    #expect(
      try refusal { $0.metadata["architecture"] = "{}" }
        == "'\(path)' has an architecture that cannot be used. The member 'image' of the architecture is missing.")
    var architecture = Architecture.speck
    architecture.discriminator = [.tanh]
    #expect(
      try refusal { $0.metadata["architecture"] = architecture.json.text }
        == "'\(path)' has an architecture that cannot be used. The discriminator must end in one value, not in 2x2x1.")
  }

  @Test(arguments: [
    (nil, "is not a checkpoint of dcgan: its metadata has no 'configuration'."),
    ("", "has a configuration that cannot be read. JSON, line 1, column 1: the text ends where a value must stand."),
    ("{}", "has a configuration that cannot be used. The setting 'batchSize' is missing."),
    ("[1]", "has a configuration that cannot be used. The configuration must be an object."),
  ])
  func aConfigurationThatIsMissingNoJSONOrImpossibleIsRefused(text: String?, reason: String) throws {
    #expect(try refusal { $0.metadata["configuration"] = text } == "'\(path)' \(reason)")
  }

  /// No run has such a file, but somebody may change one.
  @Test(arguments: [
    ("\"batchSize\":1", "batch", "Use a batch size of at least 2."),
    ("\"batchSize\":8,\"shards\":8", "shard", "Use fewer shards."),
  ])
  func averagedWeightsWhoseStatisticsCannotBeFoundAreRefused(sizes: String, part: String, advice: String) throws {
    var architecture = Architecture.speck
    architecture.generator.insert(.batchNorm, at: 1)
    var configuration = TrainingConfiguration.sample(architecture)
    configuration.average.halfLife = 100
    try Checkpoint.write(try TrainingState(configuration, .single()), to: path)
    var file = try SafetensorsFile(path: path)
    file.metadata["configuration"] = file.metadata["configuration"]?.replacing("\"batchSize\":8", with: sizes)
    try file.write(to: path, replaceExisting: true)
    let model = try LoadedModel(path: path)
    let error = #expect(throws: CheckpointError.self) { try model.generator(maximumImages: 2, .single()) }
    #expect(
      error?.description
        == "'\(path)' has averaged weights whose statistics cannot be found. Batch normalisation needs more than one "
        + "value a channel, and a \(part) of 1 image has a single one in a layer of 1x1 pixels. \(advice)")
    _ = try model.with(.raw).generator(maximumImages: 2, .single())
  }

  @Test(arguments: ["-1", "", "two", "1.5", "9223372036854775807", "9223372036854775808"])
  func aStepThatIsNoWholeNumberIsRefused(text: String) throws {
    #expect(
      try refusal { $0.metadata["step"] = text }
        == "'\(path)' has '\(text)' as its step, which is no whole number from 0 to \(1 << 40).")
  }

  @Test(arguments: ["-1", "4", "some", ""])
  func aNumberOfRollbacksThatNoRunReachesIsRefused(text: String) throws {
    #expect(
      try refusal { $0.metadata["rollbacks"] = text }
        == "'\(path)' has '\(text)' as its rollbacks, which is no whole number from 0 to 3.")
  }

  /// Changes the list of tensors, restores all of them into a state, and returns what that says. The state must not
  /// change.
  private func restoring(_ change: (inout [SafetensorsTensor]) -> Void) throws -> String? {
    var file = sound
    change(&file.tensors)
    try file.write(to: path, replaceExisting: true)
    let checkpoint = try Checkpoint(path: path)
    let state = try TrainingState(.sample(.speck), .single())
    let before = state.allValues
    let error = #expect(throws: CheckpointError.self) { try checkpoint.restore(state) }
    #expect(state.allValues == before)
    #expect(state.step == 0)
    return error?.description
  }

  @Test func aMissingTensorIsNamedWhicheverItIsAndNothingIsRestored() throws {
    for tensor in sound.tensors {
      #expect(
        try restoring { $0.removeAll { $0.name == tensor.name } }
          == "'\(path)' lacks the tensor '\(tensor.name)', which its architecture needs.")
    }
  }

  @Test func aTensorOfAnotherShapeIsNamedWhicheverItIsAndNothingIsRestored() throws {
    for tensor in sound.tensors {
      let shape = [1] + tensor.shape
      #expect(
        try restoring {
          $0.removeAll { $0.name == tensor.name }
          $0.append(SafetensorsTensor(name: tensor.name, shape: shape, data: tensor.data))
        } == "'\(path)' holds '\(tensor.name)' with the shape \(shape), and its architecture needs \(tensor.shape).")
    }
  }

  @Test func aTensorOfAnotherTypeIsNamedWhicheverItIsAndNothingIsRestored() throws {
    for tensor in sound.tensors {
      let data: TensorData =
        switch tensor.data {
        case .float32: .int64([Int64](repeating: 0, count: tensor.data.count))
        case .int64: .float32([Float](repeating: 0, count: tensor.data.count))
        }
      #expect(
        try restoring {
          $0.removeAll { $0.name == tensor.name }
          $0.append(SafetensorsTensor(name: tensor.name, shape: tensor.shape, data: data))
        } == "'\(path)' holds '\(tensor.name)' with another type than its architecture needs.")
    }
  }

  @Test func aGeneratorNeedsItsOwnTensorsAndNoOthers() throws {
    var file = sound
    file.tensors.removeAll { !$0.name.hasPrefix("generator.") }
    try file.write(to: path, replaceExisting: true)
    _ = try LoadedModel(path: path).generator(maximumImages: 1, .single())
    file.tensors.removeAll { $0.name == "generator.2.running_var" }
    try file.write(to: path, replaceExisting: true)
    let error = #expect(throws: CheckpointError.self) {
      try LoadedModel(path: path).generator(maximumImages: 1, .single())
    }
    #expect(
      error?.description
        == "'\(path)' lacks the tensor 'generator.2.running_var', which its architecture needs.")
  }

  @Test(arguments: [.nan, .infinity, -.infinity] as [Float])
  func numbersThatAreNotFiniteAreNeverWrittenAndTheEarlierFileStays(value: Float) throws {
    let before = try bytes(ofFile: path)
    let state = try TrainingState.trained(.sample(.speck), steps: 3)
    for item in state.namedState {
      guard case .floats(var values) = item.read() else { continue }
      let sound = values
      values[values.count - 1] = value
      item.write(.floats(values))
      let error = #expect(throws: FileError.self) { try Checkpoint.write(state, to: path) }
      #expect(
        error?.description
          == "'\(path)': tensor '\(item.name)' is not written, because its value \(values.count - 1) is infinite or not a "
          + "number.")
      #expect(try bytes(ofFile: path) == before)
      item.write(.floats(sound))
    }
    try Checkpoint.write(state, to: path)
    #expect(try Checkpoint(path: path).step == 3)
  }
}
