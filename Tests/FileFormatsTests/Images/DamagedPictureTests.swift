import TestSupport
import Testing

@testable import FileFormats

/// Whatever happens to a file, there is a picture or a sentence.
struct DamagedPictureTests {
  private static let fixtures =
    PillowFixture.all("JPEG", ".jpg") + PillowFixture.all("BMP", ".bmp") + PillowFixture.all("GIF", ".gif")

  /// - Returns: Whether the file was refused, in a sentence of bad data.
  private static func isRefused(_ bytes: [UInt8], _ directory: TemporaryDirectory) throws -> Bool {
    let path = try directory.create("damaged", bytes)
    do {
      _ = try ImageFile.read(path: path)
      return false
    } catch let error as FileError {
      #expect(error.kind == .badData && error.description.hasSuffix("."))
      return true
    }
  }

  @Test(arguments: fixtures)
  func damagedBytesGiveAPictureOrASentence(fixture: PillowFixture) throws {
    let directory = try TemporaryDirectory()
    let file = try bytes(ofFile: fixture.path)
    var generator = RepeatableGenerator(seed: UInt64(file.count))
    for round in 0..<60 {
      var damaged = file
      for _ in 0...round % 4 {
        // Half of the damage in the headers, which are most of what is decided.
        let range = round % 2 == 0 ? file.count : min(file.count, 700)
        damaged[Int.random(in: 0..<range, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if round % 5 == 0 { damaged.removeLast(Int.random(in: 0..<damaged.count, using: &generator)) }
      guard !damaged.isEmpty else { continue }
      _ = try Self.isRefused(damaged, directory)
    }
  }

  @Test(arguments: PillowFixture.all("JPEG", ".jpg").filter { !$0.path.hasSuffix("/trailing-bytes.jpg") })
  func aJPEGFileThatWasCutAnywhereIsRefused(fixture: PillowFixture) throws {
    let directory = try TemporaryDirectory()
    let file = try bytes(ofFile: fixture.path)
    let step = max(1, file.count / 40)
    for length in Array(stride(from: 1, to: file.count, by: step)) + [file.count - 1] {
      #expect(try Self.isRefused(Array(file.prefix(length)), directory), "\(length) bytes")
    }
  }
}
