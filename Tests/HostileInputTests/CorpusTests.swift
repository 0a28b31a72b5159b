import Foundation
import Testing

struct CorpusTests {
  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Corpus")

  /// Inputs that once broke something, or that reach far into a reader; `scripts/safety/fuzz.sh` starts from them too.
  private static func inputs(_ reader: HostileInput) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: corpus.appendingPathComponent(reader.rawValue), includingPropertiesForKeys: nil)
  }

  @Test(arguments: HostileInput.allCases)
  func noInputOfTheCorpusBreaksItsReader(reader: HostileInput) throws {
    let inputs = try Self.inputs(reader)
    #expect(inputs.count >= 5)
    let scratch = try ScratchFile()
    for input in inputs {
      let bytes = [UInt8](try Data(contentsOf: input))
      #expect(throws: Never.self, "\(input.lastPathComponent)") { try reader.read(bytes, scratch) }
    }
  }
}
