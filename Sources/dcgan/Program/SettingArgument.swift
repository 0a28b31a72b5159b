import CommandLineKit
import GAN

/// A setting's value as one writes it on the command line.
struct SettingArgument<Value: SettingValue>: ArgumentValue {
  let value: Value

  static var expectation: String { Value.expectation }
  static var candidates: [String] { Value.candidates }

  /// The type, if the command line has rules of its own for it: numbers are read as people write them.
  private static var argumentType: (any ArgumentValue.Type)? { Value.self as? any ArgumentValue.Type }

  init(_ value: Value) {
    self.value = value
  }

  init?(argument: String) {
    let read = Self.argumentType.map { $0.init(argument: argument) as? Value } ?? Value(settingText: argument)
    guard let read else { return nil }
    value = read
  }

  var argumentText: String { value.settingText }

  static func fault(of text: String) -> ArgumentFault? {
    if let type = argumentType { return type.fault(of: text) }
    return OtherNames.fault(of: text, among: candidates)
  }
}
