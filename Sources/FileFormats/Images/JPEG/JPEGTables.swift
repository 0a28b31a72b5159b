/// The tables that a JPEG file has defined so far, four places for each sort, and its restart interval.
struct JPEGTables {
  /// Factors of the coefficients, in the order of rows and columns.
  private(set) var quantisation = [[Int32]?](repeating: nil, count: 4)
  private var first = JPEGStandardTables.first + [nil, nil]
  private var others = JPEGStandardTables.others + [nil, nil]
  /// Units between two restart markers; 0 means that there are none.
  private(set) var restartInterval = 0

  /// The table for first coefficients, of which a symbol is the length of a number.
  func first(_ number: Int) -> JPEGHuffmanTable? { number < 4 ? first[number] : nil }

  /// The table for the other coefficients.
  func others(_ number: Int) -> JPEGHuffmanTable? { number < 4 ? others[number] : nil }

  /// The places of coefficients in the order in which a file has them: along the diagonals (ITU-T T.81, figure A.6).
  static let zigzag: [Int] = (0..<15).flatMap { diagonal in
    let rows = max(0, diagonal - 7)...min(diagonal, 7)
    let upwards = rows.reversed().map { row in row * 8 + diagonal - row }
    return diagonal.isMultiple(of: 2) ? upwards : upwards.reversed()
  }

  /// Takes the segment `DQT`.
  mutating func defineQuantisation(_ contents: ArraySlice<UInt8>, _ segments: JPEGSegments) throws {
    var rest = contents
    while let head = rest.popFirst() {
      let size = head >> 4 == 0 ? 1 : 2
      guard head >> 4 < 2, head & 15 < 4, rest.count >= size * JPEGFrame.blockSize else {
        throw segments.fault("a quantisation table is not complete, or of an unknown form")
      }
      var table = [Int32](repeating: 0, count: JPEGFrame.blockSize)
      for place in Self.zigzag {
        for _ in 0..<size { table[place] = table[place] << 8 | Int32(rest.removeFirst()) }
      }
      quantisation[Int(head & 15)] = table
    }
  }

  /// Takes the segment `DHT`.
  mutating func defineHuffman(_ contents: ArraySlice<UInt8>, _ segments: JPEGSegments) throws {
    var rest = contents
    while let head = rest.popFirst() {
      let counts = rest.prefix(JPEGHuffmanTable.maximumLength)
      let total = counts.reduce(0) { $0 + Int($1) }
      rest = rest.dropFirst(counts.count)
      guard head & 0xEF < 4, let table = JPEGHuffmanTable(counts: counts, symbols: rest.prefix(total)) else {
        throw segments.fault("a Huffman table is not complete, or has more codes than can be told apart")
      }
      rest = rest.dropFirst(total)
      if head < 4 { first[Int(head)] = table } else { others[Int(head & 15)] = table }
    }
  }

  /// Takes the segment `DRI`.
  mutating func defineRestarts(_ contents: ArraySlice<UInt8>, _ segments: JPEGSegments) throws {
    guard contents.count == 2 else {
      throw segments.fault("the restart interval has \(bytesText(contents.count)), not 2")
    }
    restartInterval = contents.reduce(0) { $0 << 8 | Int($1) }
  }
}
