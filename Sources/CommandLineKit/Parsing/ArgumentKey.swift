/// Declares one parameter of a command, and later reads its value: `arguments[key]`.
///
/// Keys are values. They live in `static let`s, and the list of them is the command's whole description.
public protocol ArgumentKey<Value>: Sendable {
  /// The type of the value that is read with the key.
  associatedtype Value: Sendable

  /// The row of the command's table that the key stands for.
  var parameter: Parameter { get }
}
