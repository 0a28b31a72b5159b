import TestSupport
import Testing

@testable import FileFormats

/// Lines of texts that come in pieces.
struct LineSplitterTests {
  private func lines(_ pieces: [[UInt8]]) -> [LineSplitter.Line] {
    var (splitter, lines): (LineSplitter, [LineSplitter.Line]) = (LineSplitter(), [])
    for piece in pieces { splitter.take(piece) { lines.append($0) } }
    splitter.finish { lines.append($0) }
    return lines
  }

  @Test(arguments: ["", "a", "\n", "a\n", "a\nbc", "\n\na\n\nbc\n", "one\ntwo\nthree\nfour"])
  func linesAreTheSameHoweverTheTextIsCutToPieces(text: String) {
    let bytes = Array(text.utf8)
    let whole = bytes.split(separator: 10, omittingEmptySubsequences: false)
    for size in 1...max(1, bytes.count) {
      let found = lines(
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) })
      let torn = whole.last.map { $0.isEmpty ? [] : [Array($0)] } ?? []
      #expect(found.map(\.bytes) == whole.dropLast().map { Array($0) } + torn)
      #expect(found.map(\.isWhole) == found.map { $0.end < bytes.count || text.hasSuffix("\n") })
      #expect(found.last?.end ?? 0 == bytes.count)
    }
  }

  @Test func aFileIsReadInPiecesAndAnAbsentOneHasNoLines() throws {
    let directory = try TemporaryDirectory()
    let long = String(repeating: "x", count: 700_000)
    let path = try directory.create("text", (long + "\n" + long + "\n" + long).utf8)
    var (splitter, lengths): (LineSplitter, [Int]) = (LineSplitter(), [])
    try splitter.take(file: path, maximumSize: 1 << 22) { lengths.append($0.bytes.count) }
    try splitter.take(file: directory.file("absent"), maximumSize: 1) { _ in lengths.append(-1) }
    splitter.take(Array("yz\n".utf8)) { lengths.append($0.bytes.count) }
    #expect(lengths == [700_000, 700_000, 700_002])
    expectFileError(.badData, "the file has 2100002 bytes, but at most 9 are expected") {
      try splitter.take(file: path, maximumSize: 9) { _ in }
    }
  }
}
