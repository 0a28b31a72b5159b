import FileFormats
import TensorCore

/// A type that settings can have: how its values stand in files and on a command line, and how they are shown.
public protocol SettingValue: Hashable, Sendable {
  /// What a text must be, to complete "'--seed' wants …, not 'ten'.".
  static var expectation: String { get }

  /// All texts that are accepted if they are few; empty otherwise.
  static var candidates: [String] { get }

  /// Reads what a person writes; `nil` if it is no value.
  init?(settingText text: String)

  /// The value as a person writes it.
  var settingText: String { get }

  /// Reads what ``settingJSON`` writes; `nil` if it is no value.
  init?(settingJSON json: JSONValue)

  /// The value as files hold it.
  var settingJSON: JSONValue { get }

  /// The first version of the files that knows the value.
  var settingFormat: Int { get }
}

extension SettingValue {
  /// Nothing: the accepted texts are too many to list.
  public static var candidates: [String] { [] }

  /// As old as the setting.
  public var settingFormat: Int { 2 }
}

extension Int: SettingValue {
  /// Reads a whole number.
  public init?(settingText text: String) { self.init(text) }

  /// The digits.
  public var settingText: String { description }

  /// Reads a number that is written as a whole one.
  public init?(settingJSON json: JSONValue) {
    guard let integer = json.integer else { return nil }
    self = integer
  }

  /// A number.
  public var settingJSON: JSONValue { .number(self) }

  /// A whole number, with a sign if it is negative.
  public static var expectation: String { "a whole number" }
}

extension UInt64: SettingValue {
  /// Reads a whole number.
  public init?(settingText text: String) { self.init(text) }

  /// The digits.
  public var settingText: String { description }

  /// Reads a string of digits.
  public init?(settingJSON json: JSONValue) {
    guard let value = json.string.flatMap(UInt64.init) else { return nil }
    self = value
  }

  /// A string: many readers of JSON keep 53 bits of a number.
  public var settingJSON: JSONValue { .string(description) }

  /// A whole number in the range of the type.
  public static var expectation: String { "a whole number from 0 to \(UInt64.max)" }
}

extension Double: SettingValue {
  /// Reads a finite number.
  public init?(settingText text: String) {
    guard let value = Double(text), value.isFinite else { return nil }
    self = value
  }

  /// The shortest text that reads as the same number, "220" for "220.0".
  public var settingText: String { description.hasSuffix(".0") ? String(description.dropLast(2)) : description }

  /// Reads a finite number.
  public init?(settingJSON json: JSONValue) {
    guard let value = json.double else { return nil }
    self = value
  }

  /// A number.
  public var settingJSON: JSONValue { .number(self) }

  /// Neither infinite nor "nan".
  public static var expectation: String { "a finite number" }
}

extension Bool: SettingValue {
  /// Reads what ``settingText`` writes.
  public init?(settingText text: String) { self.init(text) }

  /// `true` or `false`.
  public var settingText: String { description }

  /// Reads one of JSON's two words.
  public init?(settingJSON json: JSONValue) {
    guard let bool = json.bool else { return nil }
    self = bool
  }

  /// The word.
  public var settingJSON: JSONValue { .bool(self) }

  /// Both.
  public static var candidates: [String] { ["true", "false"] }

  /// One of two words.
  public static var expectation: String { "'true' or 'false'" }
}

extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// Reads a raw value.
  public init?(settingText text: String) { self.init(rawValue: text) }

  /// The raw value.
  public var settingText: String { rawValue }

  /// Reads a string that is a raw value.
  public init?(settingJSON json: JSONValue) {
    guard let value = json.string.flatMap(Self.init(rawValue:)) else { return nil }
    self = value
  }

  /// A string.
  public var settingJSON: JSONValue { .string(rawValue) }

  /// The raw values, in the order of declaration.
  public static var candidates: [String] { allCases.map(\.rawValue) }

  /// The raw values, quoted.
  public static var expectation: String {
    let quoted = candidates.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension LatentDistribution: SettingValue {}

extension AdversarialLoss: SettingValue {
  /// That of the loss.
  public var settingFormat: Int { format }
}

extension ConvolutionMethod: SettingValue {}
