/// The key of an option that takes a value: `--epochs 5` or `--epochs=5`.
///
///     static let epochs = Option<Int>("epochs", valueName: "N", default: 5, help: "…", validate: .atLeast(1))
///     static let out = Option<String?>("out", valueName: "PATH", help: "…")
public struct Option<Value: Sendable>: ArgumentKey {
  /// The option's row of the command's table.
  public let parameter: Parameter

  /// An option that has a default value, which its help shows.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - valueName: What stands for the value in the help, without angle brackets.
  ///   - defaultValue: The value if the option is not given.
  ///   - help: What the option does, in a sentence or two.
  ///   - validation: A condition on the value.
  public init(
    _ name: String, valueName: String, default defaultValue: Value, help: String,
    validate validation: Validation<Value> = .any
  ) where Value: ArgumentValue {
    parameter = Parameter(
      .option, name: name, valueName: valueName, help: help,
      absence: .means(defaultValue, text: defaultValue.argumentText), validation: validation)
  }

  /// An option that must be given.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - valueName: What stands for the value in the help, without angle brackets.
  ///   - help: What the option does, in a sentence or two.
  ///   - validation: A condition on the value.
  public init(_ name: String, valueName: String, help: String, validate validation: Validation<Value> = .any)
  where Value: ArgumentValue {
    parameter = Parameter(
      .option, name: name, valueName: valueName, help: help, absence: .refused, validation: validation)
  }

  /// An option that is nil unless it is given.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - valueName: What stands for the value in the help, without angle brackets.
  ///   - help: What the option does, in a sentence or two.
  ///   - validation: A condition on the value, if there is one.
  public init<Wrapped: ArgumentValue>(
    _ name: String, valueName: String, help: String, validate validation: Validation<Wrapped> = .any
  ) where Value == Wrapped? {
    parameter = Parameter(
      .option, name: name, valueName: valueName, help: help, absence: .means(Value.none, text: nil),
      validation: validation)
  }
  /// An option whose value may be left out: nil unless it is given, `impliedValue` if it is given alone. The argument
  /// after it is its value unless that looks like an option.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - valueName: What stands for the value in the help, without angle brackets.
  ///   - impliedValue: The value of the option without a value; its help should say what that does.
  ///   - help: What the option does, in a sentence or two.
  ///   - validation: A condition on the value, if there is one.
  public init<Wrapped: ArgumentValue>(
    _ name: String, valueName: String, withoutValue impliedValue: Wrapped, help: String,
    validate validation: Validation<Wrapped> = .any
  ) where Value == Wrapped? {
    parameter = Parameter(
      .option, name: name, valueName: valueName, help: help, absence: .means(Value.none, text: nil),
      impliedValue: impliedValue, validation: validation)
  }

  /// An option that may be given several times: its values are a list, empty if it need not be given and is not.
  ///
  /// - Parameters:
  ///   - name: The name in kebab-case, without the leading dashes.
  ///   - valueName: What stands for one value in the help, without angle brackets.
  ///   - help: What the option does, in a sentence or two.
  ///   - isRequired: Whether a command line without it is refused.
  public init<Element: ArgumentValue>(repeated name: String, valueName: String, help: String, isRequired: Bool = true)
  where Value == [Element] {
    parameter = Parameter(
      .option, repeated: name, valueName: valueName, help: help, of: Element.self, isRequired: isRequired)
  }
}
