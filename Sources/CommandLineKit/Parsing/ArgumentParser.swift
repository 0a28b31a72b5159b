import Platform

/// Reads a command's arguments by its table.
///
/// Options may stand before, between and after positional arguments; `--` ends them. A single `-` and negative numbers
/// are values, everything else that begins with a dash is an option, so a value that begins with one needs
/// `--name=-value`.
///
/// A value that ends with a comma goes on in the next argument: people write `3, 9, 27`. A tilde before a slash is the
/// user's home, as in a shell, which does not see it behind `--name=`.
struct ArgumentParser {
  private let parameters: [Parameter]
  private let mainOption: Parameter?
  private let adviceOnUnknown: (_ option: String, _ value: String?) -> String?
  private let home: String?
  private var remaining: ArraySlice<String>
  private var expectedArguments: ArraySlice<Parameter>
  private var result = ParsedArguments()
  /// The option whose value was the argument before.
  private var optionBefore: Parameter?
  /// The positional argument that was read last, and its text.
  private var givenPositional: (parameter: Parameter, text: String)?

  /// A parser that is yet to read the arguments, and that asks what to say to an option that it does not know, with the
  /// value that it seems to have.
  init(
    parameters: [Parameter], mainOption: Parameter? = nil, arguments: ArraySlice<String>,
    home: String? = ProcessTexts.environment("HOME"),
    adviceOnUnknown: @escaping (_ option: String, _ value: String?) -> String?
  ) {
    self.parameters = parameters
    self.mainOption = mainOption
    self.adviceOnUnknown = adviceOnUnknown
    self.home = home
    self.remaining = arguments
    self.expectedArguments = parameters.filter { $0.kind == .argument }[...]
  }

  /// Reads all arguments and fills in the defaults.
  ///
  /// - Throws: The first mistake in the arguments; if it is an option that is not known, all of these.
  mutating func parse() throws(UsageError) -> ParsedArguments {
    var optionsHaveEnded = false
    while let argument = remaining.popFirst() {
      if optionsHaveEnded || !argument.isOption {
        try readPositional(argument)
      } else if argument == "--" {
        optionsHaveEnded = true
      } else {
        try readOption(argument)
      }
    }
    for parameter in parameters where !result.wasGiven(parameter) {
      switch parameter.absence {
      case .refused: throw .missing(parameter)
      case .means(let value, _): result.assume(value, for: parameter)
      }
    }
    return result
  }

  private mutating func readPositional(_ argument: String) throws(UsageError) {
    guard let parameter = expectedArguments.first else {
      throw .unexpectedArgument(argument, behind: optionBefore, positional: givenPositional, mainOption: mainOption)
    }
    if parameter.join == nil { expectedArguments.removeFirst() }
    optionBefore = nil
    givenPositional = (parameter, argument)
    result.give(try read(argument, parameter), to: parameter, text: argument)
  }

  private mutating func readOption(_ argument: String) throws(UsageError) {
    let (option, attachedValue) = argument.optionAndValue
    guard let parameter = parameters.first(where: { $0.isCalled(option) }) else {
      throw .unknownOptions(unknownOptions(from: argument))
    }
    guard parameter.join != nil || !result.wasGiven(parameter) else { throw .repeated(parameter) }
    if let opposite = parameter.opposite, result.wasGiven(opposite) { throw .opposed(option, by: opposite) }
    optionBefore = nil
    if let text = attachedValue ?? detachedValue(of: parameter) {
      optionBefore = parameter
      let text = wholeList(text)
      result.give(try read(text, parameter), to: parameter, text: text)
    } else if let value = parameter.impliedValue {
      result.give(value, to: parameter, text: nil)
    } else {
      throw .missingValue(for: parameter, before: textLikeOption)
    }
  }

  /// An option that is not known and those that follow, each with what to say to it: a command line that was made for
  /// another program has several.
  private func unknownOptions(from argument: String) -> [(option: String, advice: String?)] {
    var (rest, unknown) = ([argument] + remaining.prefix { $0 != "--" }, [(option: String, advice: String?)]())
    while let argument = rest.first {
      rest.removeFirst()
      let (option, attachedValue) = argument.optionAndValue
      guard argument.isOption, !parameters.contains(where: { $0.isCalled(option) }),
        !unknown.contains(where: { $0.option == option })
      else { continue }
      let value = attachedValue ?? rest.first.flatMap { $0.isOption ? nil : $0 }
      unknown.append((option, adviceOnUnknown(option, value)))
    }
    return unknown
  }

  /// The next argument if it begins with a dash and is no option of the command: a value, perhaps.
  private var textLikeOption: String? {
    guard let next = remaining.first, next.isOption, next != "--" else { return nil }
    return parameters.contains { $0.isCalled(next.optionAndValue.option) } ? nil : next
  }

  /// Removes the option's value from the arguments, if the next of them is one.
  private mutating func detachedValue(of parameter: Parameter) -> String? {
    guard parameter.kind == .option, let next = remaining.first, !next.isOption else { return nil }
    return remaining.removeFirst()
  }

  /// The value with the arguments that go on with it.
  private mutating func wholeList(_ start: String) -> String {
    var text = start
    while text.hasSuffix(","), let next = remaining.first, !next.isOption { text += remaining.removeFirst() }
    return text
  }

  private func read(_ text: String, _ parameter: Parameter) throws(UsageError) -> any Sendable {
    guard text == "~" || text.hasPrefix("~/"), let home, !home.isEmpty else { return try parameter.read(text) }
    return try parameter.read(home + text.dropFirst())
  }
}

extension ArraySlice<String> {
  /// Whether a flag stands among these arguments. It needs no parsing, so it is seen among mistakes too: a text that
  /// looks like an option is never an option's value.
  func mentions(_ flag: Flag) -> Bool {
    prefix { $0 != "--" }.contains { flag.parameter.isCalled($0) }
  }
}

extension Parameter {
  /// Whether the text is the name of this option, dashes included.
  func isCalled(_ text: String) -> Bool {
    kind != .argument && (text == "--\(name)" || letter.map { text == "-\($0)" } ?? false)
  }
}

extension String {
  /// Whether the text has the look of an option: it begins with a dash, but is neither `-` alone nor a negative number.
  fileprivate var isOption: Bool {
    guard hasPrefix("-"), let second = dropFirst().first else { return false }
    return !(second.isASCII && second.isNumber || second == ".")
  }

  /// The name of an option, dashes included, and the value that stands behind it in the same argument.
  fileprivate var optionAndValue: (option: String, value: String?) {
    let parts = split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }
}
