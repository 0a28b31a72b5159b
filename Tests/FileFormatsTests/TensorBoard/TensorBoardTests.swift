import TestSupport
import Testing

@testable import FileFormats

struct TensorBoardTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// RFC 3720, appendix B.4, and the usual example.
  static let checksums: [([UInt8], UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ((0..<32).map { UInt8($0) }, 0x46DD_794E), ((0..<32).map { UInt8(31 - $0) }, 0x113F_DB5C),
    (Array("123456789".utf8), 0xE306_9283), ([], 0),
  ]

  @Test(arguments: checksums)
  func theChecksumOfRecordsIsCRC32C(bytes: [UInt8], checksum: UInt32) {
    #expect(CRC32C.checksum(bytes) == checksum)
    #expect(TensorBoardRecords.checksum(bytes) == checksum)
  }

  private static func sample(_ step: Int) -> TensorBoardEvent {
    var event = TensorBoardEvent(step: step)
    event.add("loss/generator", scalar: 1.5)
    event.add("samples", png: [1, 2, 3], width: 7, height: 300, channels: 3)
    event.add("generator/0.weight", histogram: ValueHistogram([0, 0.25, -3, 4]))
    event.add("generator/0.bias", histogram: ValueHistogram([2, 2, 2]))
    return event
  }

  @Test func whatIsWrittenIsReadBackByTheDefinitions() throws {
    let file =
      TensorBoardEvent.fileVersion(wallTime: 1e9) + TensorBoardEvent.sessionStart(step: 301, wallTime: 1e9)
      + Self.sample(1 << 40).record(wallTime: 1e9 + 0.5)
    let records = try #require(TensorBoardRecords(file))
    try #require(records.events.count == 3)
    #expect(records.events[0].fileVersion == "brain.Event:2" && records.events[0].step == 0)
    #expect(records.events[1].startsSession && records.events[1].step == 301)
    let told = records.events[2]
    #expect(told.step == 1 << 40 && told.scalars == ["loss/generator": 1.5])
    #expect(told.pictures == ["samples": [1, 2, 3]])
    #expect(told.histograms.count == 2)
    let weight = try #require(told.histograms["generator/0.weight"])
    #expect(weight.minimum == -3 && weight.maximum == 4 && weight.count == 4)
    #expect(weight.sum == 1.25 && weight.sumOfSquares == 0.0625 + 9 + 16)
    // Thirty equal parts of the range: 0 lies in the 13th, and 0.25 in the 14th.
    #expect(weight.counts == (0..<30).map { [0, 12, 13, 29].contains($0) ? 1 : 0 })
    #expect(weight.limits.count == 30 && weight.limits.last == 4)
    for (part, limit) in weight.limits.enumerated() { #expect(abs(limit - (-3 + 7 * Double(part + 1) / 30)) < 1e-12) }
    let bias = try #require(told.histograms["generator/0.bias"])
    #expect(bias.minimum == 2 && bias.maximum == 2 && bias.count == 3 && bias.sum == 6 && bias.sumOfSquares == 12)
    #expect(bias.limits == [2] && bias.counts == [3])
  }

  @Test(arguments: [(0, 1), (1, 2), (127, 2), (128, 3), (299, 3), (300, 4), (1 << 40, 4)])
  func aFileIsKeptUpToTheFirstRecordOfALaterStep(step: Int, count: Int) throws {
    let parts = [1, 128, 300].map { Self.sample($0).record(wallTime: 0) }
    let file = TensorBoardEvent.fileVersion(wallTime: 0) + parts.joined()
    let ends = try #require(TensorBoardRecords(file)).ends
    #expect(try EventFile.size(path: try directory.create("a", file), until: step) == ends[count - 1])
  }

  @Test func aRecordThatIsTornOrForeignIsNotKept() throws {
    let first = TensorBoardEvent.fileVersion(wallTime: 0)
    let second = Self.sample(2).record(wallTime: 0)
    for length in 0..<second.count {
      let path = try directory.create("torn", first + second.prefix(length))
      #expect(try EventFile.size(path: path, until: 9) == first.count)
    }
    #expect(
      try EventFile.size(path: try directory.create("whole", first + second), until: 9) == first.count + second.count)
    for place in [0, 7, 8, 12, 21] {
      var damaged = second
      damaged[place] ^= 0x80
      let path = try directory.create("damaged", first + damaged)
      #expect(try EventFile.size(path: path, until: 9) == first.count)
    }
    let text = try directory.create("text", Array("step 1: 0.5\nstep 2: 0.25\n".utf8))
    #expect(try EventFile.size(path: text, until: 9) == 0)
    #expect(try EventFile.size(path: try directory.create("empty", []), until: 9) == 0)
    #expect(try EventFile.size(path: directory.file("absent"), until: 9) == 0)
  }
}
