/// The key of an option without a value: true if it is given.
public struct Flag: ArgumentKey {
  /// The type of the value that is read with the key.
  public typealias Value = Bool

  /// The flag's row of the command's table.
  public let parameter: Parameter

  /// A flag that is false unless it is given.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - opposite: The name of a flag that says the contrary: only one of both can be given.
  ///   - help: What the flag does, in a sentence or two.
  public init(_ name: String, opposite: String? = nil, help: String) {
    parameter = Parameter(flag: name, opposite: opposite, help: help)
  }

  private init(_ name: String, letter: Character, help: String) {
    parameter = Parameter(flag: name, letter: letter, help: help)
  }

  /// Every command has it.
  static let help = Flag("help", letter: "h", help: "Show help information.")

  /// The root command has it.
  static let version = Flag("version", help: "Show the version.")
}
