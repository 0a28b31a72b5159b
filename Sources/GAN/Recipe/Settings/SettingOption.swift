/// How a setting is written on the command line.
public enum SettingOption<Value: SettingValue>: Sendable {
  /// With its value: `--seed 7`. The text `help` says what it does; `valueName` stands for the value there.
  case value(_ name: String, valueName: String, help: String)
  /// A word that stands for one of the values, `--exact-convolution`, and with `no-` before it for another.
  case flag(_ name: String, means: Value, otherwise: Value, help: String)

  /// The name in kebab-case, without dashes.
  public var name: String {
    switch self {
    case .value(let name, _, _), .flag(let name, _, _, _): name
    }
  }
}

/// The words that stand for values of settings.
public enum SettingFlag {
  /// The name of what stands for the other value of a flag.
  public static func opposite(of name: String) -> String { "no-\(name)" }
}
