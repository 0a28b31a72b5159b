import Foundation
import Testing

@testable import FileFormats

/// A file that `scripts/reference/make_numpy_fixtures.py` made with NumPy.
struct NumPyFixture: CustomTestStringConvertible, Sendable {
  let name: String
  var testDescription: String { name }

  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("NumPy").path

  var path: String { "\(Self.directory)/\(name)" }

  /// A file for each type, order of bytes and order of dimensions.
  static let ofEveryType = NumberType.allCases.flatMap { type in
    ["little-c", "little-fortran", "big-c", "big-fortran"].map { NumPyFixture(name: "\(type.rawValue)-\($0).npy") }
  }

  /// The numbers that the script gives an array, by the rule that stands there.
  static func numbers(_ type: NumberType, count: Int = 24) -> [Double] {
    (0..<count).map { place in
      let raw = (37 * place + 11) % 97
      let scale = [1: 1, 2: 300, 4: 20_000_000, 8: (1 << 45) + 1][type.size] ?? 0
      return switch type {
      case .boolean: raw % 3 == 0 ? 1 : 0
      case .float16, .float32, .float64: Double(raw - 50) / 8
      case .signed8, .signed16, .signed32, .signed64: Double((raw - 50) * scale)
      case .unsigned8, .unsigned16, .unsigned32, .unsigned64: Double(raw * scale)
      }
    }
  }
}
