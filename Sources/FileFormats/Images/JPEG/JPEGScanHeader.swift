/// What the start of a scan says: which components it holds, and which part of their coefficients (ITU-T T.81, section
/// B.2.3).
struct JPEGScanHeader {
  struct Part {
    /// The place of the component in the frame.
    let component: Int
    /// The numbers of its Huffman tables.
    let firstTable: Int
    let othersTable: Int
  }

  let parts: [Part]
  /// Which coefficients, in the order of the file.
  let band: ClosedRange<Int>
  /// Whether the coefficients are known already but for their lowest bits, of which this scan brings one.
  let isRefinement: Bool
  /// The lowest bit that this scan brings.
  let lowestBit: Int

  /// The most blocks of a unit of several components.
  private static let maximumUnit = 10
  private static let maximumBit = 13

  /// Reads the contents of a segment `SOS`.
  /// - Throws: ``FileError`` if they do not fit the frame.
  init(_ contents: ArraySlice<UInt8>, _ frame: JPEGFrame, _ segments: JPEGSegments) throws {
    let bytes = Array(contents)
    guard let count = bytes.first.map({ Int($0) }), (1...4).contains(count), bytes.count == 4 + 2 * count else {
      throw segments.fault("the start of a scan has \(bytesText(bytes.count)), which does not fit its contents")
    }
    var parts: [Part] = []
    for place in 0..<count {
      let (identifier, tables) = (bytes[1 + 2 * place], bytes[2 + 2 * place])
      guard let component = frame.components.firstIndex(where: { $0.identifier == identifier }),
        !parts.contains(where: { $0.component == component })
      else { throw segments.fault("a scan has the component \(identifier) twice, or the frame has no such component") }
      parts.append(Part(component: component, firstTable: Int(tables >> 4), othersTable: Int(tables & 15)))
    }
    let blocks = parts.reduce(0) {
      $0 + frame.components[$1.component].horizontal * frame.components[$1.component].vertical
    }
    guard parts.count == 1 || blocks <= Self.maximumUnit else {
      throw segments.fault("a unit of a scan has \(blocks) blocks, but at most \(Self.maximumUnit) are possible")
    }
    self.parts = parts
    guard frame.isProgressive else {
      (band, isRefinement, lowestBit) = (0...63, false, 0)
      return
    }
    let (start, end) = (Int(bytes[bytes.count - 3]), Int(bytes[bytes.count - 2]))
    let (high, low) = (Int(bytes[bytes.count - 1] >> 4), Int(bytes[bytes.count - 1] & 15))
    guard start <= end, end < JPEGFrame.blockSize, start > 0 || end == 0, start == 0 || count == 1,
      low <= Self.maximumBit, high == 0 || high == low + 1
    else { throw segments.fault("no progressive scan has the coefficients \(start) to \(end), bits \(high) to \(low)") }
    (band, isRefinement, lowestBit) = (start...end, high > 0, low)
  }
}
