import Foundation
import Testing

@testable import FileFormats

/// A picture that `scripts/reference/make_pillow_fixtures.py` made, with what Pillow decoded it to beside it.
struct PillowFixture: CustomTestStringConvertible, Sendable {
  let path: String
  var testDescription: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The fixtures of a folder, whose names end in `ending`.
  static func all(_ folder: String, _ ending: String) -> [PillowFixture] {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Pictures/\(folder)").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { PillowFixture(path: "\(directory)/\($0)") }
  }

  /// What the reader must make of it.
  var expected: RasterImage {
    get throws {
      let stem = path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)
      let grey = "\(stem).pgm"
      return try ImageFile.read(path: FileManager.default.fileExists(atPath: grey) ? grey : "\(stem).ppm")
    }
  }
}

/// How far two pictures of the same extents are apart: the greatest difference of a value, and the mean.
func difference(_ one: RasterImage, _ other: RasterImage) -> (greatest: Int, mean: Double) {
  let differences = zip(one.pixels, other.pixels).map { abs(Int($0) - Int($1)) }
  return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(differences.count))
}
