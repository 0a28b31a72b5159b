/// Hands out the bytes of another source one by one.
struct BufferedInput {
  private let source: any ByteSource
  private var buffer: [UInt8] = []
  private var place = 0

  private static let capacity = 1 << 16

  init(_ source: any ByteSource) { self.source = source }

  /// The next byte; `nil` at the end.
  mutating func next() throws -> UInt8? {
    if place == buffer.count {
      buffer = try source.readBytes(Self.capacity)
      place = 0
      if buffer.isEmpty { return nil }
    }
    place += 1
    return buffer[place - 1]
  }
}
