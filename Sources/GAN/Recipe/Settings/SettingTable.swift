import FileFormats

/// What tables of settings have in common: whoever reads or writes a file walks one.
extension Array {
  /// The members of a file that hold the settings' values.
  public func json<Root: Sendable>(_ root: Root) -> [String: JSONValue] where Element == any AnySetting<Root> {
    var members: [String: JSONValue] = [:]
    for setting in self { members[setting.key] = setting.json(in: root) }
    return members
  }

  /// The version that files need to hold the settings' values: an older program must refuse a setting that it does not
  /// know, not ignore it.
  public func format<Root: Sendable>(_ root: Root) -> Int where Element == any AnySetting<Root> {
    reduce(2) { $1.json(in: root) == nil ? $0 : Swift.max($0, $1.format, $1.valueFormat(in: root)) }
  }

  /// Takes over what the members of a file say.
  ///
  /// - Throws: ``SettingError`` for the first setting that is missing or has an impossible value.
  public func read<Root: Sendable>(_ json: JSONValue, into root: inout Root) throws(SettingError)
  where Element == any AnySetting<Root> {
    for setting in self { try setting.read(json[setting.key], into: &root) }
  }
}

/// A setting that is missing in a file or has an impossible value there.
public struct SettingError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as a sentence.
  public let description: String

  /// An error in a sentence.
  public init(_ description: String) {
    self.description = description
  }
}
