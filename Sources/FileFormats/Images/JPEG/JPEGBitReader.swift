/// Takes bits from the entropy-coded data of a JPEG file, up to the next marker.
///
/// Behind the end there are zeros, so that not every bit needs a check: ``isOverrun`` tells afterwards that some were
/// taken.
struct JPEGBitReader {
  private let bytes: [UInt8]
  /// The next byte to be taken.
  private(set) var position: Int
  /// The lowest ``count`` bits are still to be taken, the highest of them first.
  private var window: UInt64 = 0
  private var count = 0
  /// How many of the bits lie behind the end.
  private var padding = 0

  /// Starts at a byte of a file.
  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Whether bits were taken that are not there.
  var isOverrun: Bool { count < padding }

  /// Forgets all bits, and goes on at another byte.
  mutating func move(to position: Int) {
    (window, count, padding) = (0, 0, 0)
    self.position = position
  }

  private mutating func refill() {
    while count <= 48 {
      guard let byte = nextByte() else {
        window <<= 8
        padding += 8
        count += 8
        continue
      }
      window = window << 8 | UInt64(byte)
      count += 8
    }
  }

  /// A byte 0xFF is data if a zero follows. More of them before it, or before a marker, only fill.
  @inline(__always)
  private mutating func nextByte() -> UInt8? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    if byte != JPEGMarker.prefix {
      position += 1
      return byte
    }
    var next = position + 1
    while next < bytes.count, bytes[next] == JPEGMarker.prefix { next += 1 }
    guard next < bytes.count, bytes[next] == 0 else { return nil }
    position = next + 1
    return byte
  }

  /// The next symbol, or `nil` if no code begins like the bits that come.
  @inline(__always)
  mutating func symbol(_ table: borrowing JPEGHuffmanTable) -> Int? {
    if count < JPEGHuffmanTable.maximumLength { refill() }
    let entry = table.quick[Int(truncatingIfNeeded: window &>> UInt64(count - JPEGHuffmanTable.quickLength)) & 0x1FF]
    if entry != 0 {
      count -= Int(entry >> 8)
      return Int(entry & 0xFF)
    }
    return longSymbol(table)
  }

  private mutating func longSymbol(_ table: borrowing JPEGHuffmanTable) -> Int? {
    let bits = Int(truncatingIfNeeded: window &>> UInt64(count - JPEGHuffmanTable.maximumLength)) & 0xFFFF
    for length in JPEGHuffmanTable.quickLength + 1...JPEGHuffmanTable.maximumLength where bits < table.limits[length] {
      count -= length
      return Int(table.symbols[bits >> (JPEGHuffmanTable.maximumLength - length) + table.offsets[length]])
    }
    return nil
  }

  /// The next `length` bits as a number, at most 16.
  @inline(__always)
  mutating func bits(_ length: Int) -> Int {
    if count < length { refill() }
    count -= length
    return Int(truncatingIfNeeded: window &>> UInt64(count)) & (1 &<< length &- 1)
  }

  /// The next number of `length` bits, at most 16, of which the lower half of all values is negative (ITU-T T.81,
  /// section F.2.2.1).
  @inline(__always)
  mutating func signed(_ length: Int) -> Int {
    if length == 0 { return 0 }
    let value = bits(length)
    return value < 1 &<< (length &- 1) ? value &- (1 &<< length) &+ 1 : value
  }
}
