/// The key of a positional argument, a value without a name before it: `dcgan inspect <path>`.
public struct Argument<Value: Sendable>: ArgumentKey {
  /// The argument's row of the command's table.
  public let parameter: Parameter

  /// An argument that must be given.
  ///
  /// - Parameters:
  ///   - name: What stands for the value in the help, without angle brackets.
  ///   - help: What the argument is, in a sentence or two.
  ///   - validation: A condition on the value.
  public init(_ name: String, help: String, validate validation: Validation<Value> = .any) where Value: ArgumentValue {
    parameter = Parameter(
      .argument, name: name, valueName: name, help: help, absence: .refused, validation: validation)
  }

  /// An argument that is nil unless it is given. Only optional arguments may follow it.
  ///
  /// - Parameters:
  ///   - name: What stands for the value in the help, without angle brackets.
  ///   - help: What the argument is, in a sentence or two.
  ///   - validation: A condition on the value, if there is one.
  public init<Wrapped: ArgumentValue>(_ name: String, help: String, validate validation: Validation<Wrapped> = .any)
  where Value == Wrapped? {
    parameter = Parameter(
      .argument, name: name, valueName: name, help: help, absence: .means(Value.none, text: nil),
      validation: validation)
  }

  /// An argument that takes all that are left: its values are a list, empty if it need not be given and is not. None
  /// may follow it.
  ///
  /// - Parameters:
  ///   - name: What stands for one value in the help, without angle brackets.
  ///   - help: What the arguments are, in a sentence or two.
  ///   - isRequired: Whether a command line without any is refused.
  public init<Element: ArgumentValue>(repeated name: String, help: String, isRequired: Bool = true)
  where Value == [Element] {
    parameter = Parameter(
      .argument, repeated: name, valueName: name, help: help, of: Element.self, isRequired: isRequired)
  }
}
