import CommandLineKit
import FileFormats
import GAN
import Runs

/// A change of a run that goes on, as `--change` has it: `learning-rate=1e-4`.
struct ChangeArgument: ArgumentValue {
  let name: String
  let value: String

  static let expectation = "a setting and its new value, such as learning-rate=1e-4"

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    (name, value) = (String(parts[0]), String(parts[1]))
  }

  var argumentText: String { "\(name)=\(value)" }
}

/// What a run is to be trained with from now on.
struct RequestedChanges {
  /// The settings.
  private(set) var settings: TrainingSettings
  /// Where other images lie; `nil` if those stay.
  private(set) var data: String?

  /// Takes over the changes, each of another setting.
  ///
  /// - Throws: `UsageError` for the first that cannot be made.
  init(_ changes: [ChangeArgument], of run: PausedRun) throws {
    settings = run.training.settings
    for (index, change) in changes.enumerated() {
      guard !changes[..<index].contains(where: { $0.name == change.name }) else {
        throw UsageError("'--change \(change.name)' was given more than once.")
      }
      if change.name == TrainOptions.data.parameter.name {
        guard settings.heldOutCount == 0 else {
          throw UsageError(
            "The data of a run with '--hold-out' cannot change: it would learn from images that it is judged by. Start a "
              + "run of its own with these networks: dcgan train --init-from \(run.directory.path.shellQuoted) --data "
              + change.value.shellQuoted)
        }
        data = change.value
      } else if let setting = Self.setting(change.name) {
        try Self.set(change, setting, in: &settings)
      } else {
        throw Self.refusal(change, run.directory)
      }
    }
  }

  /// The setting of a name that may change.
  private static func setting(_ name: String) -> (any AnySetting<TrainingSettings>)? {
    TrainingSettings.table.first { $0.mayChange && $0.valueOptionName == name }
  }

  /// The names of all that may change.
  static var names: [String] { TrainingSettings.table.filter(\.mayChange).compactMap(\.valueOptionName) + ["data"] }

  private static func set<Setting: AnySetting<TrainingSettings>>(
    _ change: ChangeArgument, _ setting: Setting, in settings: inout TrainingSettings
  ) throws {
    guard let value = Setting.Value(settingText: change.value) else {
      throw UsageError("'--change \(change.name)' wants \(Setting.Value.expectation), not '\(change.value)'.")
    }
    guard setting.range.contains(value) else {
      throw UsageError(
        "'--change \(change.name)' must be \(setting.range.requirement ?? "another value"), not \(change.value).")
    }
    setting.set(value, in: &settings)
  }

  /// Why a change cannot be made, and what can be done instead.
  private static func refusal(_ change: ChangeArgument, _ run: RunDirectory) -> UsageError {
    let resume = "dcgan train --resume \(run.path.shellQuoted)"
    if RunSettings.table.contains(where: { $0.valueOptionName == change.name }) {
      return UsageError(
        "'\(change.name)' does not change the result, and needs no '--change': \(resume) --\(change.name) "
          + change.value)
    }
    if change.name == TrainOptions.limit.parameter.name {
      return UsageError(
        "The number of images changes with the data: \(resume) --change data=DIR --limit \(change.value)")
    }
    let fixed =
      TrainingSettings.table.filter { !$0.mayChange || $0.valueOptionName == nil }.compactMap(\.optionName)
      + ArchitectureOptions.networks.map { $0.parameter.name }
    guard fixed.contains(change.name) else {
      return UsageError(
        unknownName: change.name, in: "'--change'", among: names, vocabulary: .otherPrograms)
    }
    return UsageError(
      "'\(change.name)' cannot change within a run. Start a new run with '--\(change.name)'; one that begins with these "
        + "networks by: dcgan train --init-from \(run.path.shellQuoted)")
  }
}

extension AnySetting {
  /// The name of the option, be it a flag; `nil` if there is none.
  fileprivate var optionName: String? { option?.name }

  /// The name of the option that takes a value; `nil` if there is none.
  fileprivate var valueOptionName: String? {
    if case .value(let name, _, _) = option { name } else { nil }
  }
}

/// Images that are not those of the run to resume, with the ways out.
struct OtherImages: ExitCodeProviding {
  let error: OtherImagesError
  /// The option that takes fewer of them, if it was given.
  let limit: Int?
  /// Whether the run can go on with them.
  let mayChange: Bool
  let exitCode = ExitCode.badData

  var description: String { error.description }

  var advice: String? {
    let (run, path) = (error.run.path.shellQuoted, error.path.shellQuoted)
    let limited = limit.map { " --limit \($0)" } ?? ""
    let begun = "dcgan train --init-from \(run) --data \(path)\(limited)"
    guard mayChange else { return "For a run of its own that begins with these networks: \(begun)" }
    return "To go on with them from here: dcgan train --resume \(run) --change data=\(path)\(limited); for a run of "
      + "its own that begins with these networks: \(begun)"
  }
}
