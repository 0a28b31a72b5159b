import FileFormats

/// A setting of a run, declared once: where its value lives, what it is called in files, on the command line and to
/// people, which values it can have, and what a file means that does not name it.
///
/// Options, `config.json`, checkpoint, the check of a resumed run, `inspect` and `compare` walk the tables of these.
/// The default of new runs is the initial value of the stored property, or what a recipe sets; **what a file that does
/// not name it means never changes**, since such a file was written before there was the setting.
public struct Setting<Root: Sendable, Value: SettingValue>: AnySetting {
  /// The name in `config.json` and checkpoints.
  public let key: String
  /// The name to people, in lower case.
  public let title: String
  /// How it is written on the command line, if it is.
  public let option: SettingOption<Value>?
  /// The values it can have.
  public let range: SettingRange<Value>
  /// The first version of the files that knows the setting.
  public let format: Int
  /// Whether a run may go on with another value.
  public let mayChange: Bool
  private let absence: SettingAbsence<Value>
  private let read: @Sendable (Root) -> Value?
  private let readEffective: @Sendable (Root) -> Value?
  private let write: @Sendable (inout Root, Value) -> Void

  /// A setting that always has a value.
  ///
  /// - Parameters:
  ///   - place: where the value lives.
  ///   - key: its name in files.
  ///   - title: its name to people, in lower case.
  ///   - option: how it is written on the command line, if it is.
  ///   - range: the values it can have.
  ///   - absence: what a file means that does not name it.
  ///   - format: the first version of the files that knows the setting. Those that version 2 knows are always named; a
  ///     later one is left out where its value is what a file without it means, so that such runs keep their bytes.
  ///   - mayChange: whether a run may go on with another value.
  public init(
    _ place: WritableKeyPath<Root, Value> & Sendable, key: String, title: String, option: SettingOption<Value>?,
    range: SettingRange<Value> = .any, absence: SettingAbsence<Value>, format: Int = 3, mayChange: Bool = true
  ) {
    self.init(
      key: key, title: title, option: option, range: range, absence: absence, format: format, mayChange: mayChange,
      read: { $0[keyPath: place] }, readEffective: { $0[keyPath: place] }, write: { $0[keyPath: place] = $1 })
  }

  /// A setting that may be left open, and then has another's value, or none.
  ///
  /// - Parameters:
  ///   - place: where the value lives.
  ///   - other: where the value lives that it has if it has none of its own.
  ///   - key: its name in files, which hold it only if it has a value of its own.
  ///   - title: its name to people, in lower case.
  ///   - option: how it is written on the command line, if it is.
  ///   - range: the values it can have.
  ///   - format: the first version of the files that knows the setting.
  public init(
    _ place: WritableKeyPath<Root, Value?> & Sendable, otherwise other: (KeyPath<Root, Value> & Sendable)? = nil,
    key: String, title: String, option: SettingOption<Value>?, range: SettingRange<Value> = .any, format: Int = 3
  ) {
    self.init(
      key: key, title: title, option: option, range: range, absence: .leavesOpen, format: format, mayChange: true,
      read: { $0[keyPath: place] },
      readEffective: { root in root[keyPath: place] ?? other.map { root[keyPath: $0] } },
      write: { $0[keyPath: place] = $1 })
  }

  private init(
    key: String, title: String, option: SettingOption<Value>?, range: SettingRange<Value>,
    absence: SettingAbsence<Value>, format: Int, mayChange: Bool, read: @escaping @Sendable (Root) -> Value?,
    readEffective: @escaping @Sendable (Root) -> Value?, write: @escaping @Sendable (inout Root, Value) -> Void
  ) {
    self.key = key
    self.title = title
    self.option = option
    self.range = range
    self.absence = absence
    self.format = format
    self.mayChange = mayChange
    self.read = read
    self.readEffective = readEffective
    self.write = write
  }

  /// The value; `nil` if it is left open.
  public func ownValue(in root: Root) -> Value? { read(root) }

  /// The value that counts: another setting's, if this one is left open and says so.
  public func value(in root: Root) -> Value? { readEffective(root) }

  /// Changes the value.
  public func set(_ value: Value, in root: inout Root) { write(&root, value) }

  /// The value as a file holds it; `nil` if the file does not name it.
  public func json(in root: Root) -> JSONValue? {
    guard let value = read(root) else { return nil }
    if case .means(let silent) = absence, silent == value, format > 2 { return nil }
    return value.settingJSON
  }

  /// Takes over what a file says, or means by not naming it.
  ///
  /// - Throws: ``SettingError`` if that is no value that the setting can have.
  public func read(_ json: JSONValue?, into root: inout Root) throws(SettingError) {
    guard let json else {
      switch absence {
      case .refused: throw SettingError("The setting '\(key)' is missing.")
      case .means(let value): write(&root, value)
      case .leavesOpen: break
      }
      return
    }
    guard let value = Value(settingJSON: json) else {
      throw SettingError("The setting '\(key)' must be \(Value.expectation), not \(json.text).")
    }
    if let requirement = range.requirement, !range.contains(value) {
      throw SettingError("The setting '\(key)' must be \(requirement), not \(value.settingText).")
    }
    write(&root, value)
  }
}

/// What a file means that does not name a setting.
public enum SettingAbsence<Value: SettingValue>: Sendable {
  /// Nothing: no program has ever written such a file.
  case refused
  /// This value, for ever.
  case means(Value)
  /// The setting has no value of its own.
  case leavesOpen
}
