import CommandLineKit
import GAN

/// Options made of tables of settings.
enum SettingOptions {
  /// The options of all settings of a table that are written on the command line.
  static func keys<Root>(_ table: [any AnySetting<Root>], defaults: Root) -> [any ArgumentKey] {
    table.flatMap { keys(of: $0, defaults: defaults) }
  }

  /// The option of a setting, or the flags that stand for its values; none if it is not written on the command line.
  private static func keys<Root>(of setting: some AnySetting<Root>, defaults: Root) -> [any ArgumentKey] {
    switch setting.option {
    case .value(let name, let valueName, let help):
      [valueOption(setting, name, valueName, help, default: setting.ownValue(in: defaults))]
    case .flag(let name, _, _, let help): flags(name, opposite: SettingFlag.opposite(of: name), help)
    case nil: []
    }
  }

  private static func flags(_ name: String, opposite: String, _ help: String) -> [Flag] {
    [
      Flag(name, opposite: opposite, help: help),
      Flag(opposite, opposite: name, help: "The contrary of --\(name), where a recipe or another run has that."),
    ]
  }

  private static func valueOption<Setting: AnySetting>(
    _ setting: Setting, _ name: String, _ valueName: String, _ help: String, default value: Setting.Value?
  ) -> any ArgumentKey {
    let range = setting.range
    let validation: Validation<SettingArgument<Setting.Value>> =
      range.requirement.map { requirement in Validation(requirement) { range.contains($0.value) } } ?? .any
    guard let value else {
      return Option<SettingArgument<Setting.Value>?>(name, valueName: valueName, help: help, validate: validation)
    }
    return Option(name, valueName: valueName, default: SettingArgument(value), help: help, validate: validation)
  }

  /// Takes over those of a table's settings that the user gave.
  static func apply<Root>(_ arguments: ParsedArguments, to root: inout Root, _ table: [any AnySetting<Root>]) {
    for setting in table { apply(arguments, to: &root, setting) }
  }

  /// The training settings of a new run: those of the example, or else of the recipe, and what the user gave beside it.
  /// Whether it is conditional is what the recipe wishes; ``ClassUse`` says what comes of it.
  static func trainingSettings(
    _ arguments: ParsedArguments, imageCount: Int, like example: ExampleRun? = nil
  ) -> TrainingSettings {
    let recipe = given(TrainingSettings.Table.recipe, arguments)
    var settings = example?.trainingSettings(arguments) ?? (recipe ?? .chosen(imageCount: imageCount)).settings
    apply(arguments, to: &settings, TrainingSettings.table)
    return settings
  }

  private static func apply<Root>(_ arguments: ParsedArguments, to root: inout Root, _ setting: some AnySetting<Root>) {
    if let value = given(setting, arguments) { setting.set(value, in: &root) }
  }

  /// The value that the user gave a setting; `nil` if there is none, or the command has no option for it.
  static func given<Setting: AnySetting>(_ setting: Setting, _ arguments: ParsedArguments) -> Setting.Value? {
    switch setting.option {
    case .flag(let name, let value, let other, _):
      arguments.wasGiven(name) ? value : arguments.wasGiven(SettingFlag.opposite(of: name)) ? other : nil
    case .value(let name, _, _): arguments.value(of: name, as: SettingArgument<Setting.Value>.self)?.value
    case nil: nil
    }
  }

  /// The options whose values contradict those of a run.
  static func contradictions<Root>(
    _ arguments: ParsedArguments, _ started: Root, _ table: [any AnySetting<Root>]
  ) -> [Contradiction] {
    table.compactMap { contradiction(arguments, started, $0) }
  }

  private static func contradiction<Root>(
    _ arguments: ParsedArguments, _ started: Root, _ setting: some AnySetting<Root>
  ) -> Contradiction? {
    guard let given = given(setting, arguments), let value = setting.value(in: started), given != value else {
      return nil
    }
    switch setting.option {
    case .value(let name, _, _):
      return Contradiction(
        option: "--\(name) \(given.settingText)", started: value.settingText,
        change: setting.mayChange ? "\(name)=\(given.settingText)" : nil)
    case .flag(let name, let meaning, _, _):
      let option = given == meaning ? name : SettingFlag.opposite(of: name)
      return Contradiction(option: "--\(option)", started: "the \(setting.title) \(value.settingText)", change: nil)
    case nil: return nil
    }
  }
}
