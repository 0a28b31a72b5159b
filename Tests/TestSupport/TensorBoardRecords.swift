/// The records of a file for TensorBoard, read from the definitions; it shares no code with the writer. `nil` means
/// that the file is wrong.
package struct TensorBoardRecords {
  /// What a record says.
  package struct Event: Equatable {
    package var step = 0
    package var fileVersion: String?
    package var startsSession = false
    /// Numbers by their tags.
    package var scalars: [String: Float] = [:]
    /// Pictures by their tags: the file.
    package var pictures: [String: [UInt8]] = [:]
    /// Histograms by their tags.
    package var histograms: [String: Histogram] = [:]
  }

  /// How values are distributed.
  package struct Histogram: Equatable {
    package var minimum = 0.0
    package var maximum = 0.0
    /// How many values there are.
    package var count = 0.0
    package var sum = 0.0
    package var sumOfSquares = 0.0
    /// The upper limits of the parts.
    package var limits: [Double] = []
    /// How many values lie in each part.
    package var counts: [Double] = []
  }

  package private(set) var events: [Event] = []
  /// Where each record ends.
  package private(set) var ends: [Int] = []

  package init?(_ file: [UInt8]) {
    var rest = file[...]
    while !rest.isEmpty {
      guard rest.count >= 16 else { return nil }
      let start = rest.startIndex
      let size = Int(Self.number(rest[start..<start + 8]))
      guard Self.number(rest[start + 8..<start + 12]) == Self.masked(rest[start..<start + 8]), size <= rest.count - 16,
        case let data = rest[start + 12..<start + 12 + size],
        Self.number(rest[start + 12 + size..<start + 16 + size]) == Self.masked(data), let event = Self.event(data)
      else { return nil }
      events.append(event)
      rest = rest.dropFirst(16 + size)
      ends.append(rest.startIndex)
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Bit by bit, by the definition.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var value: UInt32 = ~0
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    return ~value
  }

  private static func masked(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    let value = checksum(bytes)
    return UInt64((value >> 15 | value << 17) &+ 0xA282_EAD8)
  }

  private enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// The fields of a message of Protocol Buffers.
  private static func fields(_ message: ArraySlice<UInt8>) -> [(Int, Value)]? {
    var (rest, fields): (ArraySlice<UInt8>, [(Int, Value)]) = (message, [])
    func varint() -> UInt64? {
      var (value, shift): (UInt64, UInt64) = (0, 0)
      while let byte = rest.popFirst() {
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
      return nil
    }
    func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    while !rest.isEmpty {
      guard let key = varint() else { return nil }
      let value: Value? =
        switch key & 7 {
        case 0: varint().map { .number($0) }
        case 1: take(8).map { .number(number($0)) }
        case 2: varint().flatMap { take(Int($0)) }.map { .bytes($0) }
        case 5: take(4).map { .number(number($0)) }
        default: nil
        }
      guard let value else { return nil }
      fields.append((Int(key >> 3), value))
    }
    return fields
  }

  private static func event(_ data: ArraySlice<UInt8>) -> Event? {
    guard let parts = fields(data) else { return nil }
    var event = Event()
    for part in parts {
      switch part {
      case (2, .number(let step)): event.step = Int(step)
      case (3, .bytes(let text)): event.fileVersion = String(decoding: text, as: UTF8.self)
      case (5, .bytes(let summary)):
        for case (1, .bytes(let value)) in fields(summary) ?? [] { add(value, to: &event) }
      case (7, .bytes(let session)): event.startsSession = Array(session) == [8, 1]
      default: break
      }
    }
    return event
  }

  private static func add(_ value: ArraySlice<UInt8>, to event: inout Event) {
    var tag = ""
    for part in fields(value) ?? [] {
      switch part {
      case (1, .bytes(let text)): tag = String(decoding: text, as: UTF8.self)
      case (2, .number(let bits)): event.scalars[tag] = Float(bitPattern: UInt32(bits))
      case (4, .bytes(let image)):
        for case (4, .bytes(let png)) in fields(image) ?? [] { event.pictures[tag] = Array(png) }
      case (5, .bytes(let histogram)):
        event.histograms[tag] = self.histogram(histogram)
      default: break
      }
    }
  }

  private static func histogram(_ message: ArraySlice<UInt8>) -> Histogram {
    func doubles(_ bytes: ArraySlice<UInt8>) -> [Double] {
      stride(from: bytes.startIndex, to: bytes.endIndex, by: 8).map {
        Double(bitPattern: number(bytes[$0..<min($0 + 8, bytes.endIndex)]))
      }
    }
    var histogram = Histogram()
    for part in fields(message) ?? [] {
      switch part {
      case (1, .number(let bits)): histogram.minimum = Double(bitPattern: bits)
      case (2, .number(let bits)): histogram.maximum = Double(bitPattern: bits)
      case (3, .number(let bits)): histogram.count = Double(bitPattern: bits)
      case (4, .number(let bits)): histogram.sum = Double(bitPattern: bits)
      case (5, .number(let bits)): histogram.sumOfSquares = Double(bitPattern: bits)
      case (6, .bytes(let limits)): histogram.limits = doubles(limits)
      case (7, .bytes(let counts)): histogram.counts = doubles(counts)
      default: break
      }
    }
    return histogram
  }
}
