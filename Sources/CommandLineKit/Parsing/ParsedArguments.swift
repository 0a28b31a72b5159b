/// The values of a command's parameters: those given on the command line, and the defaults of the others.
public struct ParsedArguments: Sendable {
  private var values: [String: any Sendable] = [:]
  private var givenNames: Set<String> = []
  /// What was given, in its order, as it was typed.
  private var given: [(parameter: Parameter, text: String?)] = []

  /// The value of a parameter.
  ///
  /// - Precondition: The command's table holds the key: a key that was left out of it is a mistake in the program,
  ///   which no input can cause.
  public subscript<Value>(key: some ArgumentKey<Value>) -> Value {
    guard let stored = values[key.parameter.name], let value = stored as? Value else {
      preconditionFailure("The command does not declare '\(key.parameter.spelling)'.")
    }
    return value
  }

  /// Whether the user gave the parameter, be it with its default value.
  public func wasGiven(_ key: some ArgumentKey) -> Bool {
    wasGiven(key.parameter)
  }

  /// Whether the user gave the parameter of a name.
  public func wasGiven(_ name: String) -> Bool { givenNames.contains(name) }

  /// The value that the user gave the option of a name; `nil` if there is none.
  ///
  /// - Precondition: The option's values are of the type.
  public func value<Value: Sendable>(of name: String, as type: Value.Type) -> Value? {
    guard givenNames.contains(name) else { return nil }
    guard let value = values[name] as? Value else {
      preconditionFailure("The values of '--\(name)' are of another type than \(type).")
    }
    return value
  }

  /// Those of some options that the user gave, as one would type them again.
  package func words(of keys: [any ArgumentKey]) -> [String] {
    let names = Set(keys.map(\.parameter.name))
    return given.filter { names.contains($0.parameter.name) }.map { parameter, text in
      text.map { "--\(parameter.name)=\($0)" } ?? "--\(parameter.name)"
    }
  }

  /// The same with an option given, as if it had been typed.
  ///
  /// - Throws: What is wrong with its value.
  package func giving(_ text: String, to key: any ArgumentKey) throws(UsageError) -> ParsedArguments {
    var arguments = self
    arguments.give(try key.parameter.read(text), to: key.parameter, text: text)
    return arguments
  }

  func wasGiven(_ parameter: Parameter) -> Bool {
    givenNames.contains(parameter.name)
  }

  mutating func give(_ value: any Sendable, to parameter: Parameter, text: String?) {
    given.append((parameter, text))
    if let join = parameter.join, let earlier = values[parameter.name] {
      values[parameter.name] = join(earlier, value)
    } else {
      values[parameter.name] = value
    }
    givenNames.insert(parameter.name)
  }

  mutating func assume(_ value: any Sendable, for parameter: Parameter) {
    values[parameter.name] = value
  }
}
