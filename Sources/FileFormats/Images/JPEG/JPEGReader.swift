/// Reads one JPEG file (ITU-T T.81) of 8 bits a sample, baseline, extended or progressive, with Huffman coding.
struct JPEGReader {
  private var segments: JPEGSegments
  private var tables = JPEGTables()
  private var hints = JPEGColours.Hints()
  private var orientation: EXIFOrientation?
  private var frame: JPEGFrame?
  private var coefficients = JPEGCoefficients(blocks: 0)
  /// The factors of each component of the frame, as they were when its first scan began.
  private var factors: [[Int32]?] = []
  /// Components of which the first coefficients are known.
  private var begun: Set<Int> = []
  private var work = 0

  /// Reads the picture of an open file, and turns it upright; what follows its end is ignored.
  /// - Throws: ``FileError`` if the file is damaged, of a kind that cannot be read, or too large.
  static func read(_ file: InputFile) throws -> RasterImage {
    guard file.size <= JPEGLimits.maximumFileSize else {
      throw FileError(
        .badData, path: file.path,
        reason: "the file has \(file.size) bytes, but at most \(JPEGLimits.maximumFileSize) are expected")
    }
    var reader = JPEGReader(JPEGSegments(try file.readBytes(file.size), path: file.path))
    return try reader.read()
  }

  private init(_ segments: JPEGSegments) { self.segments = segments }

  private mutating func read() throws -> RasterImage {
    while true {
      let marker = try segments.nextMarker()
      if marker == JPEGMarker.endOfImage { return try picture() }
      if JPEGMarker.standsAlone(marker) { continue }
      let contents = try segments.contents()
      switch marker {
      case JPEGMarker.quantisationTables: try tables.defineQuantisation(contents, segments)
      case JPEGMarker.huffmanTables: try tables.defineHuffman(contents, segments)
      case JPEGMarker.restartInterval: try tables.defineRestarts(contents, segments)
      case JPEGMarker.startOfScan: try readScan(contents)
      case JPEGMarker.exif: orientation = orientation ?? EXIFOrientation(segment: contents)
      case JPEGMarker.jfif, JPEGMarker.adobe: hints.take(marker, contents)
      case JPEGMarker.hierarchicalProgression: try JPEGKind.hierarchical.check(segments)
      case let marker where JPEGMarker.startsFrame(marker): try beginFrame(marker, contents)
      default: continue
      }
    }
  }

  private mutating func beginFrame(_ marker: UInt8, _ contents: ArraySlice<UInt8>) throws {
    guard frame == nil else { throw segments.fault("there are two frames") }
    let frame = try JPEGFrame(marker, contents, segments)
    try JPEGLimits.checkMemory(frame, fileSize: segments.bytes.count, segments)
    coefficients = JPEGCoefficients(blocks: frame.storedBlocks)
    factors = frame.components.map { _ in nil }
    self.frame = frame
  }

  private mutating func readScan(_ contents: ArraySlice<UInt8>) throws {
    guard let frame else { throw segments.fault("a scan stands before the start of the frame") }
    let header = try JPEGScanHeader(contents, frame, segments)
    for part in header.parts {
      if factors[part.component] == nil {
        factors[part.component] = tables.quantisation[frame.components[part.component].quantisation]
        guard factors[part.component] != nil else {
          throw segments.fault("a scan needs a quantisation table that has not been defined")
        }
      }
      if header.band.lowerBound == 0 {
        guard frame.isProgressive || !begun.contains(part.component) else {
          throw segments.fault("a component has two scans")
        }
        begun.insert(part.component)
      }
    }
    var scan = try JPEGScan(header, frame, tables, segments)
    work += max(scan.blockCount * JPEGFrame.blockSize, JPEGLimits.leastWorkOfScan)
    guard work <= JPEGLimits.maximumWork else {
      throw segments.fault(
        "there are more scans over so many pixels than any picture needs; if it can be trusted, write it anew, for "
          + "instance with 'magick in.jpg out.png'")
    }
    segments.position = try scan.decode(into: &coefficients)
  }

  /// The picture, when all scans have been read.
  private mutating func picture() throws -> RasterImage {
    guard let frame else { throw segments.fault("the file ends before the start of the frame") }
    guard begun.count == frame.components.count else {
      throw segments.fault("the picture ends before all its components; the file may be incomplete")
    }
    let planes = zip(frame.components, factors).map { component, factors in
      JPEGPlane(component, of: frame, coefficients, by: factors ?? [])
    }
    // Not needed any more, and more than twice as large as the picture.
    coefficients = JPEGCoefficients(blocks: 0)
    let colours = JPEGColours(frame, hints)
    let rowSize = frame.width * colours.channels
    var pixels = [UInt8](repeating: 0, count: rowSize * frame.height)
    let empty = [UInt8](repeating: 0, count: JPEGPlane.rowCapacity(width: frame.width))
    var rows = planes.map { _ in empty }
    for y in 0..<frame.height {
      for (index, plane) in planes.enumerated() { plane.copyRow(y, to: &rows[index]) }
      colours.convert(rows, width: frame.width, to: &pixels, at: y * rowSize)
    }
    return RasterImage(width: frame.width, height: frame.height, channels: colours.channels, pixels: pixels)
      .upright(from: orientation ?? .upright)
  }
}
