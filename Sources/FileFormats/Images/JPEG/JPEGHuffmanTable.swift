/// A Huffman table as a JPEG file defines it (ITU-T T.81, annex C), made ready for decoding.
struct JPEGHuffmanTable {
  /// Codes up to this length are found by one look into a table.
  static let quickLength = 9
  static let maximumLength = 16

  /// For every beginning of ``quickLength`` bits, the length of the code there times 256, and its symbol; 0 if it is
  /// longer.
  let quick: [UInt16]
  /// For each length, the first number of sixteen bits that begins with a longer code.
  let limits: [Int]
  /// For each length, what leads from a code of this length to its symbol's place.
  let offsets: [Int]
  let symbols: [UInt8]

  /// A table without a code.
  static let empty = JPEGHuffmanTable(counts: ArraySlice(repeating: 0, count: maximumLength), symbols: [])

  /// Makes a table of the counts of codes of each length from 1 to 16, and their symbols.
  ///
  /// `nil` if there are more codes of a length than can be told apart, or not as many symbols as codes.
  init?(counts: ArraySlice<UInt8>, symbols: ArraySlice<UInt8>) {
    let counts = [0] + counts.map { Int($0) }
    guard counts.count == Self.maximumLength + 1, counts.reduce(0, +) == symbols.count, symbols.count <= 256 else {
      return nil
    }
    self.symbols = Array(symbols)
    var quick = [UInt16](repeating: 0, count: 1 << Self.quickLength)
    var limits = [0]
    var offsets = [0]
    var code = 0
    var place = 0
    for length in 1...Self.maximumLength {
      code <<= 1
      guard code + counts[length] <= 1 << length else { return nil }
      offsets.append(place - code)
      if length <= Self.quickLength {
        let span = 1 << (Self.quickLength - length)
        for index in 0..<counts[length] {
          let entry = UInt16(length) << 8 | UInt16(self.symbols[place + index])
          let first = (code + index) * span
          for beginning in first..<first + span { quick[beginning] = entry }
        }
      }
      code += counts[length]
      place += counts[length]
      limits.append(code << (Self.maximumLength - length))
    }
    self.quick = quick
    self.limits = limits
    self.offsets = offsets
  }
}
