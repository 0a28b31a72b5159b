/// A command line that makes no sense. The program adds the command's usage line and where to find help.
public struct UsageError: ExitCodeProviding, Equatable {
  /// A whole sentence: what is wrong, and with which option.
  public let description: String

  /// An error that only the command itself can find, such as two options that contradict each other.
  public init(_ sentence: String) {
    description = sentence
  }

  /// Always 64.
  public var exitCode: ExitCode { .usage }
}

/// The wording of every error that the parser finds.
extension UsageError {
  /// A name in an option's value that is none of those that there are, with the one that was probably meant.
  package init(unknownName name: String, in option: String, among names: [String]) {
    let advice =
      closestName(to: name, among: names).map { "Did you mean '\($0)'?" }
      ?? "It knows: \(names.joined(separator: ", "))."
    self.init("\(option) does not know '\(name)'. \(advice)")
  }

  static func unknownOption(_ option: String, advice: String?) -> UsageError {
    UsageError(["Unknown option '\(option)'.", advice].compactMap { $0 }.joined(separator: " "))
  }

  static func unknownSubcommand(_ name: String, advice: String?) -> UsageError {
    UsageError(["Unknown subcommand '\(name)'.", advice].compactMap { $0 }.joined(separator: " "))
  }

  static func unexpectedArgument(_ text: String, behind option: Parameter? = nil) -> UsageError {
    let advice = option.map { " If it belongs to '--\($0.name)', put the whole value into quotation marks." } ?? ""
    return UsageError("Unexpected argument '\(text)'.\(advice)")
  }

  static func unexpectedValue(_ text: String, for option: String) -> UsageError {
    UsageError("'\(option)' takes no value, but was given '\(text)'.")
  }

  static func missingValue(for parameter: Parameter) -> UsageError {
    UsageError("Missing value for '\(parameter.spelling)'.")
  }

  static func missing(_ parameter: Parameter) -> UsageError {
    UsageError("Missing required \(parameter.kind == .argument ? "argument" : "option") '\(parameter.spelling)'.")
  }

  static func repeated(_ parameter: Parameter) -> UsageError {
    UsageError("'--\(parameter.name)' was given more than once.")
  }

  static func unreadable(
    _ text: String, for spelling: String, expectation: String, requirement: String?, fault: ArgumentFault?
  ) -> UsageError {
    let wish = "'\(spelling)' wants \(expectation)"
    return switch fault {
    case .tooLarge:
      UsageError((requirement.map { "'\(spelling)' must be \($0)" } ?? wish) + ", and \(text) is too large.")
    case .resembles(let value): UsageError("\(wish), not '\(text)'. Did you mean '\(value)'?")
    case .explained(let sentence): UsageError("\(wish), not '\(text)'. \(sentence)")
    case nil: UsageError("\(wish), not '\(text)'.")
    }
  }

  static func unacceptable(_ value: String, for spelling: String, requirement: String) -> UsageError {
    UsageError("'\(spelling)' must be \(requirement), not \(value).")
  }
}
