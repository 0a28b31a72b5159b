/// A value of JSON (RFC 8259).
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, kept as it is written.
  case number(JSONNumber)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object; it is written with its keys sorted.
  case object([String: JSONValue])
}

/// A number of JSON, kept as it is written, so that no digit is lost between reading and writing.
public struct JSONNumber: Hashable, Sendable {
  /// The number as JSON writes it.
  public let text: String

  /// A number in text that has been checked.
  init(checkedText text: String) {
    self.text = text
  }

  /// An integer.
  public init(_ value: some BinaryInteger) {
    text = String(value)
  }

  /// A floating-point number, in the fewest digits from which it can be read back; `nil` if it is not finite, for which
  /// JSON has no number.
  public init?(_ value: some BinaryFloatingPoint & LosslessStringConvertible) {
    guard value.isFinite else { return nil }
    text = value.description
  }

  /// The value if it is written as an integer and fits.
  public var integer: Int? { Int(text) }

  /// The nearest finite number of double precision, if there is one.
  public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

extension JSONValue {
  /// A number, or `null` where `value` is infinite or not a number.
  public static func number(_ value: some BinaryFloatingPoint & LosslessStringConvertible) -> JSONValue {
    JSONNumber(value).map { .number($0) } ?? .null
  }

  /// An integer.
  public static func number(_ value: some BinaryInteger) -> JSONValue {
    .number(JSONNumber(value))
  }

  /// The member of an object; `nil` if this is no object or has no such member.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The members, if this is an object.
  public var object: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements, if this is an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text, if this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value, if this is one.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The integer, if this is a number that is written as one and fits.
  public var integer: Int? {
    if case .number(let number) = self { number.integer } else { nil }
  }

  /// The nearest finite number of double precision, if this is a number and there is one.
  public var double: Double? {
    if case .number(let number) = self { number.double } else { nil }
  }
}
