/// One row of a command's table: everything that parsing, usage lines and help need to know about an option, a flag or
/// a positional argument, with the type of its value erased.
public struct Parameter: Sendable {
  /// How a parameter is written on the command line.
  enum Kind {
    /// `--name`
    case flag
    /// `--name <value>` or `--name=<value>`
    case option
    /// A value that stands for itself, told from others by its place.
    case argument
  }

  /// What happens if the parameter is not given.
  enum Absence: Sendable {
    /// The command line is refused.
    case refused
    /// This value is taken; the help shows it unless it has no text.
    case means(any Sendable, text: String?)
  }

  let kind: Kind
  /// The name in kebab-case, without dashes.
  package let name: String
  /// A single letter that stands for the name; of use to flags alone.
  let letter: Character?
  /// The name of a flag that cannot be given beside this one.
  let opposite: String?
  /// The value's place-holder, without its angle brackets.
  let valueName: String
  package let help: String
  let absence: Absence
  /// The value of an option that is given without one; nil if it needs one.
  let impliedValue: (any Sendable)?
  /// All texts that are accepted if they are few; empty otherwise.
  let candidates: [String]
  /// Reads and validates a text.
  let read: @Sendable (String) throws(UsageError) -> any Sendable
  /// Puts a value behind earlier ones; nil if the parameter may be given only once.
  let join: (@Sendable (_ earlier: any Sendable, _ value: any Sendable) -> any Sendable)?

  /// A row for an option or a positional argument.
  init<Value: ArgumentValue>(
    _ kind: Kind, name: String, valueName: String, help: String, absence: Absence, impliedValue: Value? = nil,
    validation: Validation<Value>
  ) {
    let spelling = kind == .argument ? "<\(valueName)>" : "--\(name)"
    self.kind = kind
    self.name = name
    self.letter = nil
    self.opposite = nil
    self.valueName = valueName
    self.help = help
    self.absence = absence
    self.impliedValue = impliedValue
    self.candidates = Value.candidates
    self.read = { text throws(UsageError) in
      guard let value = Value(argument: text) else {
        throw .unreadable(
          text, for: spelling, expectation: Value.expectation, requirement: validation.requirement,
          fault: Value.fault(of: text))
      }
      if let requirement = validation.requirement, !validation.accepts(value) {
        throw .unacceptable(value is String ? "'\(text)'" : text, for: spelling, requirement: requirement)
      }
      return value
    }
    self.join = nil
  }

  /// A row for an option that may be given several times, or for a positional argument that takes all that are left.
  init<Value: ArgumentValue>(
    _ kind: Kind, repeated name: String, valueName: String, help: String, of type: Value.Type, isRequired: Bool
  ) {
    let spelling = kind == .argument ? "<\(valueName)>" : "--\(name)"
    self.kind = kind
    self.name = name
    self.letter = nil
    self.opposite = nil
    self.valueName = valueName
    self.help = help
    self.absence = isRequired ? .refused : .means([Value](), text: nil)
    self.impliedValue = nil
    self.candidates = Value.candidates
    self.read = { text throws(UsageError) in
      guard let value = Value(argument: text) else {
        throw .unreadable(
          text, for: spelling, expectation: Value.expectation, requirement: nil, fault: Value.fault(of: text))
      }
      return [value]
    }
    self.join = { earlier, value in
      guard let earlier = earlier as? [Value], let value = value as? [Value] else { return value }
      return earlier + value
    }
  }

  /// A row for a flag.
  init(flag name: String, letter: Character? = nil, opposite: String? = nil, help: String) {
    self.kind = .flag
    self.name = name
    self.letter = letter
    self.opposite = opposite
    self.valueName = ""
    self.help = help
    self.absence = .means(false, text: nil)
    self.impliedValue = true
    self.candidates = []
    self.read = { text throws(UsageError) in throw .unexpectedValue(text, for: "--\(name)") }
    self.join = nil
  }

  /// A value as the program writes it: `0.0001` for `1e-4`.
  ///
  /// - Throws: What is wrong with it.
  package func normalized(_ text: String) throws(UsageError) -> String {
    (try read(text) as? any ArgumentValue)?.argumentText ?? text
  }

  /// How the parameter is written with its value: `--epochs <N>`, `--quiet`, `<path>`.
  var spelling: String {
    switch kind {
    case .flag: "--\(name)"
    case .option: impliedValue == nil ? "--\(name) <\(valueName)>" : "--\(name) [<\(valueName)>]"
    case .argument: "<\(valueName)>" + (join == nil ? "" : " ...")
    }
  }

  /// Whether a command line without this parameter is refused.
  var isRequired: Bool {
    if case .refused = absence { true } else { false }
  }
}
