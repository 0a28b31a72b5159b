import CommandLineKit
import FileFormats

extension RGBColour: ArgumentValue {
  private static let names: [(name: String, colour: RGBColour)] = [("white", .white), ("black", .black)]

  /// A name, or the channels as in HTML.
  public static var expectation: String { "white, black or six hexadecimal digits such as ff8000" }

  /// Reads a name or hexadecimal digits.
  public init?(argument: String) {
    if let named = Self.names.first(where: { $0.name == argument }) {
      self = named.colour
      return
    }
    guard argument.count == 6, argument.allSatisfy(\.isHexDigit), let value = UInt32(argument, radix: 16) else {
      return nil
    }
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
