import CommandLineKit
import FileFormats

extension RGBColour: ArgumentValue {
  private static let names: [(name: String, colour: RGBColour)] = [("white", .white), ("black", .black)]

  /// A name, or the channels as in HTML.
  public static var expectation: String { "white, black, or hexadecimal digits as in ff8000 or '#ff8000'" }

  /// The name that a text resembles.
  public static func fault(of text: String) -> ArgumentFault? { .nearest(to: text, among: names.map(\.name)) }

  /// Reads a name, or six hexadecimal digits or three that stand for two each, with or without a hash before them.
  public init?(argument: String) {
    if let named = Self.names.first(where: { $0.name == argument.lowercased() }) {
      self = named.colour
      return
    }
    let digits = argument.hasPrefix("#") ? String(argument.dropFirst()) : argument
    guard digits.utf8.count == 6 || digits.utf8.count == 3, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return nil
    }
    let pairs = digits.utf8.count == 6 ? digits : digits.map { "\($0)\($0)" }.joined()
    guard let value = UInt32(pairs, radix: 16) else { return nil }
    self.init(
      red: UInt8(value >> 16), green: UInt8(truncatingIfNeeded: value >> 8), blue: UInt8(truncatingIfNeeded: value))
  }

  /// The name, or the digits.
  public var argumentText: String {
    if let named = Self.names.first(where: { $0.colour == self }) { return named.name }
    return [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The option of every command that reads pictures.
enum BackgroundOption {
  static let background = Option<RGBColour>(
    "background", valueName: "COLOUR", default: .white,
    help: "What shows through transparent pixels of a picture: white, black, or red, green and blue as in ff8000.")
}
