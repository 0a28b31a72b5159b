/// The values of a command's parameters: those given on the command line, and the defaults of the others.
public struct ParsedArguments: Sendable {
  private var values: [String: any Sendable] = [:]
  private var givenNames: Set<String> = []
  /// The texts that values of options were read from.
  private var givenTexts: [String: String] = [:]

  /// The value of a parameter.
  ///
  /// - Precondition: The command's table holds the key: a key that was left out of it is a mistake in the program, which
  ///   no input can cause.
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

  /// The given ones of some options as one would type them, to hand them on to another command: `["--epochs=5"]`.
  public func texts(of options: [any ArgumentKey]) -> [String] {
    options.compactMap { option in givenTexts[option.parameter.name].map { "--\(option.parameter.name)=\($0)" } }
  }

  func wasGiven(_ parameter: Parameter) -> Bool {
    givenNames.contains(parameter.name)
  }

  mutating func give(_ value: any Sendable, from text: String? = nil, to parameter: Parameter) {
    givenTexts[parameter.name] = text
    values[parameter.name] = value
    givenNames.insert(parameter.name)
  }

  mutating func assume(_ value: any Sendable, for parameter: Parameter) {
    values[parameter.name] = value
  }
}
