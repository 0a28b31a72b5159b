/// A type whose values can be written on the command line.
///
/// An enumeration of strings needs no code of its own:
///
///     enum Distribution: String, CaseIterable, ArgumentValue { case normal, uniform }
public protocol ArgumentValue: Sendable {
  /// What a text must be, to complete "'--epochs' wants …, not 'ten'.".
  static var expectation: String { get }

  /// All texts that are accepted if they are few, for the help; empty otherwise.
  static var candidates: [String] { get }

  /// Reads a value; nil if the text is not one.
  init?(argument: String)

  /// The value as one would type it, for the help.
  var argumentText: String { get }

  /// What is amiss with a text that is no value, as far as more can be said than what was expected.
  static func fault(of text: String) -> ArgumentFault?
}

extension ArgumentValue {
  /// Nothing: the accepted texts are too many to list.
  public static var candidates: [String] { [] }

  /// The candidate that a text resembles, if there is one.
  public static func fault(of text: String) -> ArgumentFault? {
    .nearest(to: text, among: candidates)
  }
}

extension ArgumentValue where Self: LosslessStringConvertible {
  /// Reads what `description` writes.
  public init?(argument: String) {
    self.init(argument)
  }

  /// The value's `description`.
  public var argumentText: String { description }
}

extension Int: ArgumentValue {
  /// A whole number, with a sign if it is negative.
  public static var expectation: String { "a whole number" }

  /// Reads a whole number as people write it: `60000`, `60_000`, `60,000`, `6e4` or `60k`.
  public init?(argument: String) { self.init(asPeopleWrite: argument) }

  /// Whether the number is too large.
  public static func fault(of text: String) -> ArgumentFault? { isExceeded(by: text) ? .tooLarge : nil }
}

extension UInt64: ArgumentValue {
  /// A whole number in the range of the type.
  public static var expectation: String { "a whole number from 0 to \(UInt64.max)" }

  /// Reads a whole number as people write it: `60000`, `60_000`, `60,000`, `6e4` or `60k`.
  public init?(argument: String) { self.init(asPeopleWrite: argument) }

  /// Whether the number is too large.
  public static func fault(of text: String) -> ArgumentFault? { isExceeded(by: text) ? .tooLarge : nil }
}

extension Double: ArgumentValue {
  /// Neither infinite nor "nan".
  public static var expectation: String { "a finite number" }

  /// Reads a finite number; nil for infinities, for what overflows to them, and for "nan".
  public init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }

  /// Whether the number is too large, or has a comma for its decimal point.
  public static func fault(of text: String) -> ArgumentFault? {
    if let value = Double(text), value.isInfinite, text.contains(where: \.isNumber) { return .tooLarge }
    return Double(argument: text.replacing(",", with: ".")).map { _ in
      .explained("Numbers have a decimal point: '\(text.replacing(",", with: "."))'.")
    }
  }

  /// The shortest text that reads as the same number.
  public var argumentText: String { description.withoutZeroFraction }
}

extension Float: ArgumentValue {
  /// Neither infinite nor "nan".
  public static var expectation: String { "a finite number" }

  /// Reads a finite number; nil for infinities, for what overflows to them, and for "nan".
  public init?(argument: String) {
    guard let value = Float(argument), value.isFinite else { return nil }
    self = value
  }

  /// Whether the number is too large, or has a comma for its decimal point.
  public static func fault(of text: String) -> ArgumentFault? {
    if let value = Float(text), value.isInfinite, text.contains(where: \.isNumber) { return .tooLarge }
    return Float(argument: text.replacing(",", with: ".")).map { _ in
      .explained("Numbers have a decimal point: '\(text.replacing(",", with: "."))'.")
    }
  }

  /// The shortest text that reads as the same number.
  public var argumentText: String { description.withoutZeroFraction }
}

extension Duration: ArgumentValue {
  /// Numbers with their units.
  public static var expectation: String { "a time such as 90s, 1.5m, 2h, 1h30m or 1d" }

  /// Reads numbers with units, or a number of seconds alone; nil for anything else, and for what overflows.
  public init?(argument: String) {
    guard let duration = DurationText.read(argument) else { return nil }
    self = duration
  }

  /// The duration in seconds.
  public var argumentText: String {
    let (seconds, attoseconds) = components
    if attoseconds == 0 { return "\(seconds)s" }
    return "\((Double(seconds) + Double(attoseconds) / 1e18).argumentText)s"
  }
}

extension String: ArgumentValue {
  /// At least one character: an empty text is an unset shell variable more often than it is meant.
  public static var expectation: String { "a non-empty text" }

  /// Takes any text but the empty one.
  public init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = argument
  }

  /// The text itself.
  public var argumentText: String { self }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// The raw values, quoted.
  public static var expectation: String { candidates.quotedAlternatives }

  /// The raw values, in the order of declaration.
  public static var candidates: [String] { allCases.map(\.rawValue) }

  /// Reads a raw value.
  public init?(argument: String) {
    self.init(rawValue: argument)
  }

  /// The raw value.
  public var argumentText: String { rawValue }
}

extension [String] {
  /// The texts as a phrase: "'a'", "'a' or 'b'", "'a', 'b' or 'c'".
  var quotedAlternatives: String {
    let quoted = map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension String {
  /// "220" for "220.0", as one would type it.
  fileprivate var withoutZeroFraction: String {
    hasSuffix(".0") ? String(dropLast(2)) : self
  }
}
