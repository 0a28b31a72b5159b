import FileFormats
import GAN

/// What `config.json` of a run directory says: what the result depends on, and what else the run was started with.
public struct RunConfiguration: Equatable, Sendable {
  /// What the result depends on.
  public var training: TrainingConfiguration
  /// The data set's path, as this process can use it.
  public var data: String
  /// What the run does beside training.
  public var settings: RunSettings
  /// Whose networks it began with; `nil` if its first weights were drawn at random.
  public var initialNetworks: InitialNetworks?

  /// The checkpoint that a run's first networks were taken from.
  public struct InitialNetworks: Equatable, Sendable {
    /// The file, as the user named it.
    public let path: String
    /// The steps that they were trained for.
    public let step: Int
  }

  /// Creates a configuration.
  public init(
    training: TrainingConfiguration, data: String, settings: RunSettings = RunSettings(),
    initialNetworks: InitialNetworks? = nil
  ) {
    self.training = training
    self.data = data
    self.settings = settings
    self.initialNetworks = initialNetworks
  }

  private static let maximumSize = 1 << 20

  private enum Key {
    static let architecture = "architecture"
    static let configuration = "configuration"
    static let data = "data"
    static let initialNetworks = "initialNetworks"
    static let path = "path"
    static let step = "step"
  }

  /// Writes `config.json` of a run directory.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public func write(to run: RunDirectory) throws {
    try AtomicFile.write(bytes, to: run.configuration, replaceExisting: true)
  }

  /// Writes the same file, but for its name, which it gets when it is finished.
  ///
  /// - Throws: ``FileFormats/FileError``.
  func prepare(in run: RunDirectory) throws -> PendingFile {
    let bytes = bytes
    return try PendingFile.prepared(run.configuration) { try $0.write(bytes.span.bytes) }
  }

  private var bytes: [UInt8] {
    var members = RunSettings.table.json(settings)
    members[Key.architecture] = training.architecture.json
    members[Key.configuration] = training.json
    members[Key.data] = .string(DataPath.recorded(data))
    members[Key.initialNetworks] = initialNetworks.map {
      .object([Key.path: .string($0.path), Key.step: .number($0.step)])
    }
    return Array((JSONValue.object(members).text + "\n").utf8)
  }

  /// Whether a `config.json` is sound and yet none of a run: other programs have files of that name, too.
  static func isForeign(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path: path, maximumSize: maximumSize),
      let json = try? JSONValue(parsing: bytes)
    else { return false }
    return json[Key.architecture] == nil || json[Key.configuration] == nil
  }

  /// The members that the file can have, and those of its configuration.
  package static var knownKeys: (outer: [String], inner: [String]) {
    let own = [Key.architecture, Key.configuration, Key.data, Key.initialNetworks]
    return (own + RunSettings.table.map(\.key), TrainingConfiguration.knownKeys)
  }

  /// Reads `config.json` of a run directory.
  ///
  /// - Throws: ``FileFormats/FileError``, or ``RunDirectoryError`` if the file does not say what it must.
  public init(_ run: RunDirectory) throws {
    try self.init(path: run.configuration, of: run) { _ in }
  }

  /// Reads a file as `config.json` of a run directory is. `check` may refuse its members before they are read.
  ///
  /// - Throws: ``FileFormats/FileError``, or ``RunDirectoryError`` if the file does not say what it must.
  package init(path: String, of run: RunDirectory, check: (JSONValue) throws(SettingError) -> Void) throws {
    let bytes = try WholeFile.read(path: path, maximumSize: Self.maximumSize)
    func fault(_ reason: any CustomStringConvertible) -> RunDirectoryError {
      RunDirectoryError(.badData, "'\(path)' cannot be used: \(reason)")
    }
    do {
      let json = try JSONValue(parsing: bytes)
      try check(json)
      let architecture = try Architecture(json: json[Key.architecture] ?? .null)
      let training = try TrainingConfiguration(json: json[Key.configuration] ?? .null, architecture: architecture)
      guard let data = json[Key.data]?.string else { throw fault("'\(Key.data)' must be a string.") }
      var settings = RunSettings()
      try RunSettings.table.read(json, into: &settings)
      self.init(training: training, data: DataPath.found(data, by: run), settings: settings)
      // Training does not depend on it: what is none is passed over.
      if let origin = json[Key.initialNetworks], let path = origin[Key.path]?.string,
        let step = origin[Key.step]?.integer
      {
        initialNetworks = InitialNetworks(path: path, step: step)
      }
    } catch let error as JSONSyntaxError {
      throw fault(error)
    } catch let error as ArchitectureError {
      throw fault(error)
    } catch let error as SettingError {
      throw fault(error)
    }
  }
}
