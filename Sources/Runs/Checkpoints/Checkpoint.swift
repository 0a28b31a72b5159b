import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// A training run at one step, as a safetensors file holds it.
public struct Checkpoint {
  /// What the run's result depends on.
  public let configuration: TrainingConfiguration
  /// Training steps made.
  public let step: Int
  /// The file, as the user named it.
  public let path: String
  /// Returns to an earlier step so far.
  public let rollbacks: Int
  /// What the file's checksum says: of one that another program saved, nothing.
  public let checksum: SafetensorsFile.Checksum
  /// How the operations rounded that came to it, ``TensorCore/Rounding/version``; 1 if it does not say.
  public let rounding: Int
  private let version: String
  private let tensors: [String: SafetensorsTensor]
  /// The shapes of all tensors, by name.
  public let tensorShapes: [String: [Int]]

  /// What a run goes on from and its networks do without: two thirds of a file.
  private static let beyondNetworks = [StateName.optimizer, StateName.health, StateName.snapshot]

  /// The versions of the format that this program reads. It writes the least that holds the configuration: 2 if all
  /// that makes it up was known then and nothing was changed on the way, else 3, which programs from before must
  /// refuse.
  private static let formats = 1...3
  /// Has no snapshot, and nothing about health or returns to an earlier step: its networks can be used, and no run can
  /// go on from it.
  private static let networksOnlyVersion = "1"

  /// What a checkpoint has that does not say how its operations rounded.
  private static let firstRounding = 1

  private enum Key {
    static let formatVersion = "format_version"
    static let architecture = "architecture"
    static let configuration = "configuration"
    static let step = "step"
    static let epoch = "epoch"
    static let position = "position"
    static let rollbacks = "rollbacks"
    static let rounding = "rounding"
  }

  /// What the learning rates are multiplied by.
  public var learningRateFactor: Double { Rollback.learningRateFactor(after: rollbacks) }

  /// Where the step lies among the epochs.
  public var position: EpochPosition { configuration.position(at: step) }

  /// Writes the state of a run, atomically. It replaces an earlier checkpoint of the same name.
  ///
  /// - Throws: ``FileFormats/FileError``; the earlier file then stays.
  public static func write(_ state: TrainingState, to path: String) throws {
    let (metadata, tensors) = contents(state)
    try SafetensorsFile.write(tensors, metadata: metadata, to: path, replaceExisting: true)
  }

  /// Writes the same file, but for its name, which it gets when it is finished.
  ///
  /// - Throws: ``FileFormats/FileError``.
  static func prepare(_ state: TrainingState, at path: String) throws -> PendingFile {
    let (metadata, tensors) = contents(state)
    return try SafetensorsFile.prepare(tensors, metadata: metadata, at: path)
  }

  private static func contents(_ state: TrainingState) -> (metadata: [String: String], tensors: [SafetensorsSource]) {
    let configuration = state.configuration
    let position = configuration.position(at: state.step)
    let metadata = [
      Key.formatVersion: String(configuration.format),
      Key.architecture: configuration.architecture.json.text,
      Key.configuration: configuration.json.text,
      Key.step: String(state.step),
      Key.epoch: String(position.epochsDone),
      Key.position: String(position.stepsOfNextEpoch),
      Key.rollbacks: String(state.rollbacks),
      Key.rounding: String(Rounding.version),
    ]
    return (metadata, state.savedState(at: state.step).map { SafetensorsSource($0) })
  }

  /// Whether a file is a sound safetensors file and yet none of this program, of whatever version.
  static func isForeign(_ path: String) -> Bool {
    guard let file = try? SafetensorsFile(path: path, requireChecksum: false) else { return false }
    return file.metadata[Key.formatVersion] == nil
  }

  /// Reads a checkpoint and checks it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - requireChecksum: Whether a file is refused that another program has saved, without a checksum.
  ///   - named: What the networks of a file without metadata are; of no meaning for others.
  ///   - networksAlone: Whether what else a run goes on from is checked and left out.
  /// - Throws: ``FileFormats/FileError``, or ``CheckpointError`` if the file is sound but not a checkpoint of this
  ///   program.
  public init(
    path: String, requireChecksum: Bool = true, architecture named: Architecture? = nil, networksAlone: Bool = false
  ) throws {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path: path, requireChecksum: requireChecksum) { name in
        !(networksAlone && Self.beyondNetworks.contains { name.hasPrefix($0) })
      }
    } catch let error as FileError {
      throw error.recognizing(.checkpoint, unless: [.checkpoint, .safetensors, .latents, .recording])
    }
    func text(_ key: String) throws -> String {
      guard let text = file.metadata[key] else {
        throw CheckpointError(path, "is not a checkpoint of dcgan: its metadata has no '\(key)'")
      }
      return text
    }
    checksum = file.checksum
    self.path = path
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    tensorShapes = tensors.mapValues(\.shape).merging(file.leftOut) { kept, _ in kept }
    if file.metadata[Key.formatVersion] == nil, file.metadata[Key.architecture] == nil,
      tensors.keys.contains(where: { $0.hasPrefix(StateName.generator) })
    {
      guard let named else {
        throw CheckpointError(
          path, "holds networks without metadata, as other programs save them: their architecture must be named",
          .unnamedArchitecture)
      }
      (version, step, rollbacks, rounding) = (Self.networksOnlyVersion, 0, 0, Self.firstRounding)
      var settings = TrainingSettings()
      settings.isConditional = named.classCount != nil
      let classes = named.classCount.map {
        DataClasses(names: [], counts: [Int](repeating: 1, count: $0), checksum: 0)
      }
      configuration = TrainingConfiguration(
        architecture: named, data: .init(imageCount: settings.batchSize, checksum: 0, classes: classes),
        settings: settings)
      return
    }
    if let found = FileKind.recognize(path), [.latents, .recording].contains(found) {
      throw FileError.mismatch(path: path, found: found, wanted: .checkpoint)
    }
    if file.metadata[Key.formatVersion] == nil, let stranger = file.tensors.first,
      !tensors.keys.contains(where: { $0.hasPrefix(StateName.generator) || $0.hasPrefix(StateName.discriminator) })
    {
      throw CheckpointError(
        path,
        "holds no networks of dcgan: its tensors are called otherwise, such as '\(stranger.name.prefix(60))', and a "
          + "checkpoint's begin with '\(StateName.generator)' and '\(StateName.discriminator)'", .otherNames)
    }
    version = try text(Key.formatVersion)
    guard let format = Int(version), Self.formats.contains(format), String(format) == version else {
      throw CheckpointError(
        path,
        "has the format version '\(version)', and this program reads versions \(Self.formats.lowerBound) to "
          + "\(Self.formats.upperBound)")
    }
    let architecture: Architecture
    do {
      architecture = try Architecture(json: try JSONValue(parsing: try text(Key.architecture)))
    } catch let error as ArchitectureError {
      throw CheckpointError(path, "has an architecture that cannot be used. \(error)", endsSentence: true)
    } catch let error as JSONSyntaxError {
      throw CheckpointError(path, "has an architecture that cannot be read. \(error)", endsSentence: true)
    }
    let configuration: TrainingConfiguration
    do {
      configuration = try TrainingConfiguration(
        json: try JSONValue(parsing: try text(Key.configuration)), architecture: architecture)
    } catch let error as SettingError {
      throw CheckpointError(path, "has a configuration that cannot be used. \(error)", endsSentence: true)
    } catch let error as JSONSyntaxError {
      throw CheckpointError(path, "has a configuration that cannot be read. \(error)", endsSentence: true)
    }
    func number(_ key: String, in range: ClosedRange<Int>) throws -> Int {
      let text = try text(key)
      guard let number = Int(text), range.contains(number) else {
        throw CheckpointError(
          path, "has '\(text)' as its \(key), which is no whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    self.configuration = configuration
    step = try number(Key.step, in: configuration.history.lastStep...TrainingChange.possibleSteps.upperBound)
    rollbacks =
      version == Self.networksOnlyVersion ? 0 : try number(Key.rollbacks, in: 0...Rollback.maximumCount)
    rounding =
      file.metadata[Key.rounding] == nil
      ? Self.firstRounding : try number(Key.rounding, in: Self.firstRounding...Int.max)
  }

  /// Puts everything that training needs into a state of the same configuration.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape, or if the file has the networks alone.
  public func restore(_ state: TrainingState) throws {
    if version == Self.networksOnlyVersion {
      throw CheckpointError(
        path,
        "is of an earlier version of dcgan (format \(version)) and lacks what a run needs to go on", .networksOnly)
    }
    try restore(state.savedState(at: step))
    state.step = step
    state.rollbacks = rollbacks
    state.parametersDidChange()
  }

  /// Puts the networks into a state of the same architecture, which begins a run of its own with them.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape.
  public func restoreNetworks(_ state: TrainingState) throws {
    try restore(state.networkState)
    state.networksDidBegin()
  }

  /// Puts the generator's parameters and statistics into a generator of the same architecture; averaged weights have no
  /// statistics, and stand beside those of the last step's.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape.
  func restore(_ generator: Generator, _ weights: GeneratorWeights) throws {
    let network = generator.network
    try restore(network.namedState(prefix: StateName.generator))
    if weights == .average {
      let parameters = network.parameters
      try restore(
        parameters.namedState(of: parameters.values, prefix: StateName.average + StateName.generator))
    }
    network.parametersDidChange()
  }

  /// Puts the discriminator's parameters and statistics into a discriminator of the same architecture.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape.
  func restore(_ discriminator: Discriminator) throws {
    try restore(discriminator.network.namedState(prefix: StateName.discriminator))
    discriminator.network.parametersDidChange()
  }

  /// Checks the whole list before it changes anything.
  private func restore(_ state: [NamedState]) throws {
    let values = try state.map { item -> NamedState.Values in
      guard let tensor = tensors[item.name] else {
        throw CheckpointError(path, "lacks the tensor '\(item.name)', which its architecture needs")
      }
      guard tensor.shape == item.shape else {
        throw CheckpointError(
          path, "holds '\(item.name)' with the shape \(tensor.shape), and its architecture needs \(item.shape)")
      }
      switch (tensor.data, item.kind) {
      case (.float32(let values), .floats): return .floats(values)
      case (.int64(let values), .integers): return .integers(values)
      default: throw CheckpointError(path, "holds '\(item.name)' with another type than its architecture needs")
      }
    }
    for (item, values) in zip(state, values) { item.write(values) }
  }
}
