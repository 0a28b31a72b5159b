import FileFormats
import Foundation
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Damage that a checksum finds is the business of `FileFormats`; here every byte is that of a real checkpoint, and it
/// is the checkpoint's reader that must neither trap nor take it.
struct CheckpointDamageTests {
  let directory: TemporaryDirectory
  let sound: [UInt8]

  init() throws {
    directory = try TemporaryDirectory()
    let path = directory.file("sound")
    try Checkpoint.write(try TrainingState.trained(.sample(.speck), steps: 2), to: path)
    sound = try bytes(ofFile: path)
  }

  private func expectRefused(_ path: String, _ comment: Comment) {
    let error = #expect(throws: FileError.self, comment) { try Checkpoint(path: path) }
    #expect(error?.kind == .badData, comment)
  }

  @Test func everyTruncationIsRefused() throws {
    let path = try directory.create("damaged", sound)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    for length in sound.indices.reversed() {
      try file.truncate(atOffset: UInt64(length))
      expectRefused(path, "length \(length)")
    }
  }

  @Test(arguments: [1, 8, 512])
  func everyChangeOfAStretchOfBytesIsRefused(length: Int) throws {
    let path = try directory.create("damaged", sound)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    for start in stride(from: 0, to: sound.count - length + 1, by: max(1, length / 4)) {
      let bytes = sound[start..<start + length]
      try file.seek(toOffset: UInt64(start))
      try file.write(contentsOf: Data(bytes.map { $0 ^ (1 << UInt8(start % 8)) }))
      expectRefused(path, "bytes \(start) ..< \(start + length)")
      try file.seek(toOffset: UInt64(start))
      try file.write(contentsOf: Data(bytes))
    }
    #expect(try Checkpoint(path: path).step == 2)
  }

  /// What the metadata says is checked, even if somebody made the checksum fit.
  @Test func metadataWithAnyOfItsBytesChangedIsRefusedOrReadButNeverTraps() throws {
    let file = try SafetensorsFile(path: directory.file("sound"))
    for (key, text) in file.metadata {
      let text = Array(text.utf8)
      for index in text.indices {
        var changed = text
        changed[index] = Array("9-}x".utf8)[index % 4]
        var damaged = file
        damaged.metadata[key] = String(decoding: changed, as: UTF8.self)
        let path = directory.file("damaged")
        try damaged.write(to: path, replaceExisting: true)
        guard let checkpoint = try? Checkpoint(path: path) else { continue }
        #expect(checkpoint.step >= 0 && checkpoint.configuration.batchesPerEpoch >= 1)
      }
    }
  }
}
