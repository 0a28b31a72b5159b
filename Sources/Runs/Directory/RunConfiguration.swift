import GAN
import FileFormats

/// What `config.json` of a run directory says: what the result depends on, and what else the run was started with.
public struct RunConfiguration: Sendable {
  /// What the result depends on.
  public var training: TrainingConfiguration
  /// The data set's path, as the user named it.
  public var data: String
  /// Epochs to train.
  public var epochs: Int
  /// Checkpoints to keep, the newest included.
  public var keptCount: Int

  /// The numbers of epochs that a run can be given.
  public static let possibleEpochs = 1...1_000_000

  /// The numbers of checkpoints that a run can be told to keep.
  public static let possibleKeptCounts = 1...10_000
  /// With the newest, one to go back to if it is damaged.
  public static let usualKeptCount = 2

  /// Creates a configuration.
  public init(training: TrainingConfiguration, data: String, epochs: Int, keptCount: Int = usualKeptCount) {
    self.training = training
    self.data = data
    self.epochs = epochs
    self.keptCount = keptCount
  }

  /// Writes `config.json` of a run directory.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public func write(to run: RunDirectory) throws {
    let json = JSONValue.object([
      "architecture": training.architecture.json, "configuration": training.json, "data": .string(data),
      "epochs": .number(epochs), "keep": .number(keptCount),
    ])
    try AtomicFile.write(Array((json.text + "\n").utf8), to: run.configuration, replaceExisting: true)
  }

  /// Reads `config.json` of a run directory.
  ///
  /// - Throws: ``FileFormats/FileError``, or ``RunDirectoryError`` if the file does not say what it must.
  public init(_ run: RunDirectory) throws {
    let bytes = try WholeFile.read(path: run.configuration, maximumSize: 1 << 20)
    func fault(_ reason: String) -> RunDirectoryError {
      RunDirectoryError(.badData, "'\(run.configuration)' cannot be used: \(reason)")
    }
    do {
      let json = try JSONValue(parsing: bytes)
      let architecture = try Architecture(json: json["architecture"] ?? .null)
      guard
        let training = TrainingConfiguration(json: json["configuration"] ?? .null, architecture: architecture),
        let data = json["data"]?.string, let epochs = json["epochs"]?.integer, Self.possibleEpochs.contains(epochs),
        let keptCount = (json["keep"] ?? .number(Self.usualKeptCount)).integer,
        Self.possibleKeptCounts.contains(keptCount)
      else { throw fault("a member is missing or has an impossible value.") }
      self.init(training: training, data: data, epochs: epochs, keptCount: keptCount)
    } catch let error as JSONSyntaxError {
      throw fault("\(error)")
    } catch let error as ArchitectureError {
      throw fault("\(error)")
    }
  }
}
