import FileFormats

/// A setting whose type of value is not known, as tables hold them.
public protocol AnySetting<Root>: Sendable {
  /// What holds the values of all settings of a table.
  associatedtype Root: Sendable
  /// The type of the value.
  associatedtype Value: SettingValue

  /// The name in `config.json` and checkpoints.
  var key: String { get }
  /// The name to people, in lower case.
  var title: String { get }
  /// How it is written on the command line, if it is.
  var option: SettingOption<Value>? { get }
  /// The values it can have.
  var range: SettingRange<Value> { get }
  /// The first version of the files that knows the setting.
  var format: Int { get }
  /// Whether a run may go on with another value.
  var mayChange: Bool { get }

  /// The value; `nil` if it is left open.
  func ownValue(in root: Root) -> Value?

  /// The value that counts: another setting's, if this one is left open and says so.
  func value(in root: Root) -> Value?

  /// Changes the value.
  func set(_ value: Value, in root: inout Root)

  /// The value as a file holds it; `nil` if the file does not name it.
  func json(in root: Root) -> JSONValue?

  /// Takes over what a file says, or means by not naming it.
  ///
  /// - Throws: ``SettingError`` if that is no value that the setting can have.
  func read(_ json: JSONValue?, into root: inout Root) throws(SettingError)
}

extension AnySetting {
  /// The value as a person writes it; `nil` if it is left open.
  public func ownText(in root: Root) -> String? { ownValue(in: root)?.settingText }

  /// The first version of the files that knows the value.
  func valueFormat(in root: Root) -> Int { ownValue(in: root)?.settingFormat ?? 2 }

  /// The value that counts as a person writes it; `nil` if there is none.
  public func text(in root: Root) -> String? { value(in: root)?.settingText }
}
