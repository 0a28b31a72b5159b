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
  package init(
    unknownName name: String, in option: String, among names: [String], vocabulary: Vocabulary = Vocabulary()
  ) {
    let advice =
      vocabulary.nameOfOption(meantBy: name, among: names).map { "Did you mean '\($0)'?" }
      ?? "It knows: \(names.joined(separator: ", "))."
    self.init("\(option) does not know '\(name)'. \(advice)")
  }

  /// The name that one which is unknown was probably meant to be; `nil` if none is near.
  package static func nearestName(to name: String, among names: [String]) -> String? {
    closestName(to: name, among: names)
  }

  /// Options that a command does not know, each with what to say to it: of several, a line for those that are answered
  /// alike.
  static func unknownOptions(_ options: [(option: String, advice: String?)]) -> UsageError {
    if options.count == 1 {
      return UsageError(
        ["Unknown option '\(options[0].option)'.", options[0].advice].compactMap { $0 }.joined(separator: " "))
    }
    var answers: [(options: [String], advice: String?)] = []
    for (option, advice) in options {
      if let place = answers.firstIndex(where: { $0.advice == advice }) {
        answers[place].options.append(option)
      } else {
        answers.append(([option], advice))
      }
    }
    let lines = answers.map { options, advice in
      "  " + options.map { "'\($0)'" }.joined(separator: ", ") + ": " + (advice ?? "No option is like that.")
    }
    return UsageError((["Unknown options:"] + lines).joined(separator: "\n"))
  }

  static func unknownSubcommand(_ name: String, advice: String?) -> UsageError {
    UsageError(["Unknown subcommand '\(name)'.", advice].compactMap { $0 }.joined(separator: " "))
  }

  /// An argument that nothing takes.
  ///
  /// - Parameters:
  ///   - text: The argument.
  ///   - option: The option whose value stands before it, if there is one.
  ///   - positional: The command's own argument, if it was given before.
  ///   - mainOption: What it was probably meant for if the command takes no arguments.
  /// - Returns: the error, with advice.
  static func unexpectedArgument(
    _ text: String, behind option: Parameter? = nil, positional: (parameter: Parameter, text: String)? = nil,
    mainOption: Parameter? = nil
  ) -> UsageError {
    var advice: String?
    if let option {
      advice = "If it belongs to '--\(option.name)', put the whole value into quotation marks."
    } else if let positional {
      advice =
        "'\(positional.parameter.spelling)' is one argument, and is '\(positional.text)' already: one with spaces needs "
        + "quotation marks."
    } else if let mainOption, !text.isEmpty {
      advice =
        text.isPlainWord
        ? "Did you mean '--\(mainOption.name) \(text)'?" : "Did you mean it for '--\(mainOption.name)'?"
    }
    return UsageError(["Unexpected argument '\(text)'.", advice].compactMap { $0 }.joined(separator: " "))
  }

  static func unexpectedValue(_ text: String, for option: String) -> UsageError {
    UsageError("'\(option)' takes no value, but was given '\(text)'.")
  }

  /// An option without its value, behind which an argument with the look of an unknown option may stand.
  static func missingValue(for parameter: Parameter, before text: String? = nil) -> UsageError {
    let advice = text.map { " If '\($0)' is the value, write '--\(parameter.name)=\($0)'." } ?? ""
    return UsageError("Missing value for '\(parameter.spelling)'.\(advice)")
  }

  static func missing(_ parameter: Parameter) -> UsageError {
    UsageError("Missing required \(parameter.kind == .argument ? "argument" : "option") '\(parameter.spelling)'.")
  }

  static func repeated(_ parameter: Parameter) -> UsageError {
    UsageError("'--\(parameter.name)' was given more than once.")
  }

  static func opposed(_ option: String, by opposite: String) -> UsageError {
    UsageError("'\(option)' and '--\(opposite)' say the contrary. Use one of them.")
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

extension String {
  /// Whether a shell, and the parser behind an option, take the text as one value as it stands.
  fileprivate var isPlainWord: Bool {
    self.first != "-" && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@%+,".contains($0)) }
  }
}
