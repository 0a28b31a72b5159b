import Testing

@testable import FileFormats

struct CRC32Tests {
  /// Checksums of parts, in order, are that of the whole: empty parts, single bytes and longer ones.
  @Test(arguments: [[0], [1], [0, 0, 3], [7, 0, 1, 64], [1000, 1, 4096, 33]]) func partsAppendToTheWhole(sizes: [Int]) {
    let bytes = (0..<sizes.reduce(0, +)).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 7) }
    var whole = CRC32()
    whole.update(bytes.span.bytes)
    var sum = CRC32()
    var start = 0
    for size in sizes {
      var part = CRC32()
      part.update(Array(bytes[start..<start + size]).span.bytes)
      sum.append(part, byteCount: size)
      start += size
    }
    #expect(sum.value == whole.value)
  }
}
