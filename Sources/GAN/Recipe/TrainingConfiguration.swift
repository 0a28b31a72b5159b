import FileFormats
import NeuralNetwork

/// Everything that a training run's result depends on, and nothing else.
///
/// The settings are members of it: `configuration.batchSize` is `configuration.settings.batchSize`.
@dynamicMemberLookup
public struct TrainingConfiguration: Hashable, Sendable {
  /// The networks.
  public var architecture: Architecture
  /// The number of training images, those that are held out among them, and the CRC-32 of their bytes.
  public var data: DataIdentity
  /// The rest, as it is now.
  public var settings: TrainingSettings
  /// What was changed on the way.
  public internal(set) var history = TrainingHistory()

  /// What tells one data set from another.
  public struct DataIdentity: Hashable, Sendable {
    /// The number of images used.
    public var imageCount: Int
    /// The CRC-32 of their bytes.
    public var checksum: UInt32
    /// Their classes, in a conditional run; `nil` in others, whose result does not depend on them.
    public var classes: DataClasses?

    /// Creates an identity.
    public init(imageCount: Int, checksum: UInt32, classes: DataClasses? = nil) {
      self.imageCount = imageCount
      self.checksum = checksum
      self.classes = classes
    }
  }

  /// Creates a configuration.
  public init(architecture: Architecture, data: DataIdentity, settings: TrainingSettings = TrainingSettings()) {
    self.architecture = architecture
    self.data = data
    self.settings = settings
  }

  /// One of the settings.
  public subscript<Value>(dynamicMember setting: WritableKeyPath<TrainingSettings, Value>) -> Value {
    get { settings[keyPath: setting] }
    set { settings[keyPath: setting] = newValue }
  }

  /// The images that are learnt from: all but those that are held out.
  public var learntCount: Int { data.imageCount - settings.heldOutCount }

  /// The classes of images, each as often as training images have it, those held out among them; `nil` if the run is
  /// not conditional.
  public var classChoice: ClassChoice? { data.classes.map { ClassChoice(drawnBy: $0.counts) } }

  /// What the generator is made for: in a step it goes forward and back once, or once a shard.
  var generatorPurpose: Sequential.Purpose {
    .training(inputGradient: false, passes: settings.shards == 1 ? .one : .several)
  }

  /// Batches of an epoch; the last, incomplete one is dropped.
  public var batchesPerEpoch: Int { learntCount / settings.batchSize }

  /// The last step until `step` whose state is copied. They lie at the same places in every epoch, its end among them,
  /// so that the checkpoint that is written there needs no copy beside it; and where something was changed.
  func lastSnapshot(at step: Int) -> Int {
    max(history.lastStep, step - position(at: step).stepsOfNextEpoch % settings.snapshotInterval)
  }

  /// The members of a file beside the settings.
  enum Key {
    static let checksum = "dataChecksum"
    static let imageCount = "dataImages"
    static let classes = "dataClasses"
    static let history = "history"
    /// What an epoch's batches depend on.
    static let ofEpochs = [checksum, imageCount, classes, TrainingSettings.Table.batchSize.key]
  }

  /// The version that a checkpoint needs to hold the configuration.
  package var format: Int {
    max(TrainingSettings.table.format(settings), architecture.format, history.isEmpty ? 2 : 3)
  }

  /// Settings and data as the members of a file.
  var members: [String: JSONValue] {
    var members = TrainingSettings.table.json(settings)
    members[Key.checksum] = .number(data.checksum)
    members[Key.imageCount] = .number(data.imageCount)
    members[Key.classes] = data.classes?.json
    return members
  }

  /// The configuration as JSON, without the architecture, which stands beside it.
  public var json: JSONValue {
    var members = members
    if !history.isEmpty { members[Key.history] = history.json }
    return .object(members)
  }

  /// The members that a file can have.
  package static var knownKeys: [String] {
    TrainingSettings.table.map(\.key) + [Key.checksum, Key.imageCount, Key.classes, Key.history]
  }

  /// No more images lie in memory anywhere; steps of all possible epochs of them can be counted.
  static let mostImages = 1 << 40

  /// Reads a configuration.
  ///
  /// - Throws: ``SettingError`` if a member is missing or impossible.
  public init(json: JSONValue, architecture: Architecture) throws(SettingError) {
    guard let members = json.object else { throw SettingError("The configuration must be an object.") }
    if let unknown = members.keys.sorted().first(where: { !Self.knownKeys.contains($0) }) {
      throw SettingError("The setting '\(unknown)' is not known to this program.")
    }
    var settings = TrainingSettings()
    try TrainingSettings.table.read(json, into: &settings)
    guard let imageCount = json[Key.imageCount]?.integer, (settings.batchSize...Self.mostImages).contains(imageCount),
      imageCount - settings.heldOutCount >= settings.batchSize
    else {
      throw SettingError(
        "'\(Key.imageCount)' must be a whole number, at least the batch size and the images held out together, and at "
          + "most \(Self.mostImages).")
    }
    guard settings.shardsDivideBatch else {
      throw SettingError("The setting 'shards' must divide the batch size, \(settings.batchSize).")
    }
    guard let checksum = json[Key.checksum]?.integer.flatMap(UInt32.init(exactly:)) else {
      throw SettingError("'\(Key.checksum)' must be a whole number from 0 to \(UInt32.max).")
    }
    let classes = json[Key.classes].map(DataClasses.init)
    if case .some(.none) = classes {
      throw SettingError(
        "'\(Key.classes)' must have the classes' names, the number of images of each, and a checksum.")
    }
    self.init(
      architecture: architecture,
      data: DataIdentity(imageCount: imageCount, checksum: checksum, classes: classes ?? nil), settings: settings)
    if let fault = classFault { throw SettingError(fault) }
    guard let changes = members[Key.history] else { return }
    guard let history = TrainingHistory(json: changes) else {
      throw SettingError("'\(Key.history)' must be a list of changes, each with its step, in their order.")
    }
    self.history = history
  }
}
