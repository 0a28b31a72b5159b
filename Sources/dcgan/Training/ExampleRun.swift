import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// The run that a new one is to be like, as `--config` names it; options override what it says.
struct ExampleRun {
  /// What its result depends on.
  let training: TrainingConfiguration
  /// What it did beside training.
  let settings: RunSettings
  /// Where its images lay; `nil` if that is not known.
  let data: String?
  /// Sentences about what a run like it does not repeat.
  let remarks: [String]

  /// Reads a run directory, the `config.json` of one, or a checkpoint, which tells no data and no length.
  ///
  /// - Throws: ``FileFormats/FileError``, ``Runs/RunDirectoryError`` or ``Runs/CheckpointError`` if it cannot be used.
  init(path: String) throws {
    if isDirectory(path) || FileKind.recognize(path) == .checkpoint {
      try self.init(runOrCheckpoint: path)
    } else if let kind = FileKind.recognize(path), ![.runConfiguration, .json, .text, .unknown, .empty].contains(kind) {
      throw FileError.mismatch(path: path, found: kind, wanted: .run)
    } else {
      self.init(try Self.configuration(path: path, of: RunDirectory.holding(checkpoint: path)))
    }
  }

  private init(runOrCheckpoint path: String) throws {
    let run = RunDirectory(path)
    if isDirectory(path), fileExists(run.configuration) {
      self.init(try Self.configuration(path: run.configuration, of: run))
      return
    }
    let model = try LoadedModel(path: path)
    let recorded = model.run.flatMap { try? RunConfiguration($0) }
    self.init(
      model.configuration, settings: recorded?.settings ?? RunSettings(), data: recorded?.data,
      recorded?.initialNetworks)
  }

  private init(_ configuration: RunConfiguration) {
    self.init(
      configuration.training, settings: configuration.settings, data: configuration.data, configuration.initialNetworks)
  }

  private init(
    _ training: TrainingConfiguration, settings: RunSettings, data: String?,
    _ networks: RunConfiguration.InitialNetworks?
  ) {
    (self.training, self.settings, self.data) = (training, settings, data)
    remarks = Self.remarks(training, networks)
  }

  private static func configuration(path: String, of run: RunDirectory) throws -> RunConfiguration {
    try RunConfiguration(path: path, of: run) { json throws(SettingError) in
      let known = RunConfiguration.knownKeys
      try refuseUnknown(json, known.outer, others: known.inner, place: "")
      guard let inner = json["configuration"] else { return }
      try refuseUnknown(inner, known.inner, others: known.outer, place: " of 'configuration'")
    }
  }

  /// Refuses the first member that is none of these names: one that is mistyped would count for nothing.
  private static func refuseUnknown(
    _ json: JSONValue, _ names: [String], others: [String], place: String
  ) throws(SettingError) {
    for key in (json.object ?? [:]).keys.sorted() where !names.contains(key) {
      let advice =
        others.contains(key)
        ? place.isEmpty ? "It belongs into 'configuration'." : "It does not belong into 'configuration', but beside it."
        : UsageError.nearestName(to: key, among: names).map { "Did you mean '\($0)'?" }
      throw SettingError(
        ["The member '\(key)'\(place) is not known.", advice].compactMap { $0 }.joined(separator: " "))
    }
  }

  private static func remarks(
    _ training: TrainingConfiguration, _ networks: RunConfiguration.InitialNetworks?
  ) -> [String] {
    var remarks: [String] = []
    if let change = training.history.changes.last {
      remarks.append(
        "Note: The run that this one is to be like was changed at step \(change.step.grouped): this one has its last "
          + "settings from the beginning.")
    }
    if let networks {
      remarks.append(
        "Note: The run that this one is to be like began with the networks of \(networks.path): for that, add --init-from."
      )
    }
    return remarks
  }

  /// Whether the images are those of the run; a remark if not.
  func remark(on data: TrainingData) -> String? {
    data.identity(isConditional: training.settings.isConditional) == training.data
      ? nil : "Note: The images are not those of the run that this one is to be like, which had others."
  }

  /// The settings of a run like it, before options. A schedule that was planned for the run's length is planned anew if
  /// there is another, and other networks are not to have the penalties that its recipe had for its own.
  func trainingSettings(_ arguments: ParsedArguments) -> TrainingSettings {
    var settings =
      arguments.wasGiven(ArchitectureOptions.architecture)
      ? training.settings.withoutImpliedPenalties(training.architecture) : training.settings
    let hasOwnLength = SettingOptions.given(TrainingSettings.Table.scheduleEpochs, arguments) != nil
    if settings.schedule.epochs == self.settings.epochs, !hasOwnLength,
      SettingOptions.given(RunSettings.Table.epochs, arguments) != nil
    {
      settings.schedule.epochs = nil
    }
    return settings
  }

  /// The architecture; options can name another, but not change parts of it.
  ///
  /// - Throws: `UsageError`.
  func architecture(_ arguments: ParsedArguments) throws -> Architecture {
    try ArchitectureOptions.refuseNetworks(
      arguments, besides: "'--config', which describes the networks, unless '--architecture' names others")
    return training.architecture
  }
}
