/// Decodes one scan: goes through its blocks in their order, and through its restart markers (ITU-T T.81, section A.2).
struct JPEGScan {
  /// A component with its tables. A table that the scan does not need is empty.
  struct Part {
    let component: JPEGFrame.Component
    let first: JPEGHuffmanTable
    let others: JPEGHuffmanTable
    /// The first coefficient of the block before, from which the next is counted.
    var prediction = 0
  }

  let header: JPEGScanHeader
  let isProgressive: Bool
  var parts: [Part] = []
  var bits: JPEGBitReader
  /// How many of the blocks to come have no new coefficients in the scan's band.
  var emptyBlocks = 0
  let zigzag = JPEGTables.zigzag
  private let frame: JPEGFrame
  private let restartInterval: Int
  private var untilRestart: Int
  private var nextRestart: UInt8 = 0
  private var segments: JPEGSegments

  /// Prepares to decode the data that begin where `segments` stands.
  /// - Throws: ``FileError`` if a table is missing.
  init(_ header: JPEGScanHeader, _ frame: JPEGFrame, _ tables: JPEGTables, _ segments: JPEGSegments) throws {
    self.header = header
    self.frame = frame
    self.segments = segments
    isProgressive = frame.isProgressive
    restartInterval = tables.restartInterval
    untilRestart = restartInterval
    bits = JPEGBitReader(segments.bytes, at: segments.position)
    let needsFirst = header.band.lowerBound == 0 && !header.isRefinement
    let needsOthers = header.band.upperBound > 0
    for part in header.parts {
      guard let first = needsFirst ? tables.first(part.firstTable) : .empty,
        let others = needsOthers ? tables.others(part.othersTable) : .empty
      else { throw segments.fault("a scan needs a Huffman table that has not been defined") }
      parts.append(Part(component: frame.components[part.component], first: first, others: others))
    }
  }

  /// Blocks that the scan goes through.
  var blockCount: Int {
    if parts.count == 1 { return parts[0].component.blockColumns * parts[0].component.blockRows }
    return parts.reduce(0) { $0 + $1.component.storedColumns * $1.component.storedRows }
  }

  /// Decodes all blocks, and returns where the data end.
  /// - Throws: ``FileError`` if they are damaged or end too early.
  mutating func decode(into coefficients: inout JPEGCoefficients) throws -> Int {
    if parts.count == 1 {
      let component = parts[0].component
      for row in 0..<component.blockRows {
        for column in 0..<component.blockColumns {
          try beginUnit()
          try decodeBlock(component.firstBlock + row * component.storedColumns + column, part: 0, into: &coefficients)
        }
      }
    } else {
      for row in 0..<frame.unitRows {
        for column in 0..<frame.unitColumns {
          try beginUnit()
          try decodeUnit(row, column, into: &coefficients)
        }
      }
    }
    return bits.position
  }

  /// Decodes a unit of several components: of each as many blocks, row by row, as its factors say.
  private mutating func decodeUnit(_ row: Int, _ column: Int, into coefficients: inout JPEGCoefficients) throws {
    for part in parts.indices {
      let component = parts[part].component
      for y in 0..<component.vertical {
        let first = component.firstBlock + (row * component.vertical + y) * component.storedColumns
        for x in 0..<component.horizontal {
          try decodeBlock(first + column * component.horizontal + x, part: part, into: &coefficients)
        }
      }
    }
  }

  private mutating func decodeBlock(_ block: Int, part: Int, into coefficients: inout JPEGCoefficients) throws {
    let isRight =
      switch (isProgressive, header.band.lowerBound == 0, header.isRefinement) {
      case (false, _, _): decodeSequential(block, part, &coefficients)
      case (true, true, false): decodeFirst(block, part, &coefficients)
      case (true, true, true): refineFirst(block, &coefficients)
      case (true, false, false): decodeOthers(block, &coefficients)
      case (true, false, true): refineOthers(block, &coefficients)
      }
    guard !bits.isOverrun else { throw fault("the data of a scan end before all its pixels") }
    guard isRight else { throw fault("the data of a scan are damaged") }
  }

  /// Goes past a restart marker where one is due, and begins afresh behind it.
  private mutating func beginUnit() throws {
    guard restartInterval > 0 else { return }
    if untilRestart == 0 {
      segments.position = bits.position
      let marker = try segments.nextMarker()
      guard marker == JPEGMarker.restarts.lowerBound + nextRestart else {
        throw segments.fault("the restart marker \(nextRestart) should stand here: the file is damaged")
      }
      nextRestart = (nextRestart + 1) % 8
      untilRestart = restartInterval
      emptyBlocks = 0
      for part in parts.indices { parts[part].prediction = 0 }
      bits.move(to: segments.position)
    }
    untilRestart -= 1
  }

  private func fault(_ reason: String) -> FileError {
    FileError(.badData, path: segments.path, byteOffset: bits.position, reason: reason)
  }
}
