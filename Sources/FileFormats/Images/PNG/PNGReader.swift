/// Reads one PNG file (ISO/IEC 15948) of any bit depth, colour type and interlacing, row by row: beside the picture,
/// memory is needed for two rows only.
struct PNGReader {
  private let file: InputFile
  private let background: RGBColour
  private let chunks: PNGChunks

  private static let headerType = "IHDR"
  private static let paletteType = "PLTE"
  private static let transparencyType = "tRNS"
  private static let endType = "IEND"
  private static let exifType = "eXIf"
  /// Of longer EXIF data, which are mostly thumbnails, the orientation is not looked for.
  private static let maximumEXIFLength = 1 << 20

  /// Prepares to read an open file that begins with the signature of PNG.
  init(_ file: InputFile, background: RGBColour) {
    self.file = file
    self.background = background
    chunks = PNGChunks(file)
  }

  /// Reads the picture and all chunks, of which the checksums must be right; what follows the last is ignored.
  /// - Throws: ``FileError`` if the file is damaged or the picture too large.
  func read() throws -> RasterImage {
    _ = try file.readBytes(PNG.signature.count)
    try chunks.advance()
    guard chunks.type == Self.headerType else { throw fault("the first chunk must be IHDR, and is \(chunks.type)") }
    let header = try PNGHeader(try chunks.contents(maximumLength: PNGHeader.size), path: file.path)
    // Nothing is allocated for a picture that the file is too short to hold.
    guard header.uncompressedSize / InflatedInput.maximumExpansion <= file.size else {
      throw fault(
        "the header announces \(header.width) x \(header.height) pixels, more than \(bytesText(file.size)) can hold")
    }
    var orientation: EXIFOrientation?
    let (palette, transparency) = try readColours(header, &orientation)
    let pixels = PNGPixels(header, palette: palette, transparency: transparency, background: background)
    let mayShowBackground = header.colourType == .greyAlpha || transparency != nil
    let isGrey = header.colourType.isGrey && (background.isGrey || !mayShowBackground)
    let image = try readImage(header, pixels, channels: isGrey ? 1 : 3)
    try chunks.skipFinishedData()
    while chunks.type != Self.endType { try skipChunk(after: "the pixels", &orientation) }
    try chunks.finish()
    return orientation.map { image.upright(from: $0) } ?? image
  }

  /// Reads the chunks before the pixels.
  private func readColours(
    _ header: PNGHeader, _ orientation: inout EXIFOrientation?
  ) throws -> (palette: [UInt8], transparency: [UInt8]?) {
    var palette: [UInt8] = []
    var transparency: [UInt8]?
    try chunks.advance()
    while chunks.type != PNGChunks.dataType {
      switch chunks.type {
      case Self.paletteType where header.colourType == .palette:
        guard palette.isEmpty else { throw fault("there are two palettes") }
        palette = try chunks.contents(maximumLength: 3 * (header.maximumSample + 1))
        guard !palette.isEmpty, palette.count % 3 == 0 else {
          throw fault("the palette has \(bytesText(palette.count)), which is no multiple of 3")
        }
        try chunks.advance()
      case Self.transparencyType where header.transparencySize(palette: palette) != nil:
        let size = header.transparencySize(palette: palette) ?? 0
        let contents = try chunks.contents(maximumLength: size)
        guard header.colourType == .palette || contents.count == size else {
          throw fault("the chunk tRNS has \(bytesText(contents.count)) instead of \(size)")
        }
        transparency = contents
        try chunks.advance()
      case Self.paletteType: try chunks.advance()
      default: try skipChunk(after: "the header", &orientation)
      }
    }
    guard header.colourType != .palette || !palette.isEmpty else { throw fault("there is no palette") }
    return (palette, transparency)
  }

  /// Goes past a chunk of no meaning for the pixels, unless it says how the picture must be turned.
  private func skipChunk(after place: String, _ orientation: inout EXIFOrientation?) throws {
    guard !chunks.isCritical else { throw fault("the chunk \(chunks.type) cannot stand after \(place)") }
    if chunks.type == Self.exifType, orientation == nil,
      let data = try chunks.contents(ifNoLongerThan: Self.maximumEXIFLength)
    {
      orientation = EXIFOrientation(tiff: data)
    }
    try chunks.advance()
  }

  private func readImage(_ header: PNGHeader, _ pixels: PNGPixels, channels: Int) throws -> RasterImage {
    let source = try InflatedInput(chunks, .zlib, path: file.path)
    var bytes = [UInt8](repeating: 0, count: header.width * header.height * channels)
    for pass in header.passes {
      let width = pass.width(of: header.width)
      var above = [UInt8](repeating: 0, count: header.rowSize(width: width))
      for row in 0..<pass.height(of: header.height) {
        let filtered = try source.readBytes(1 + above.count)
        guard filtered.count == 1 + above.count else { throw fault("there are fewer pixels than the header announces") }
        guard let filter = PNGFilter(rawValue: filtered[0]) else {
          throw fault("a row has the filter \(filtered[0]), which is not known")
        }
        let current = filter.unfiltered(filtered, above: above, pixelSize: header.pixelSize)
        for column in 0..<width {
          guard let colour = pixels.colour(column, of: current) else {
            throw fault("a pixel has a colour that is not in the palette")
          }
          let place = (pass.firstRow + row * pass.rowStep) * header.width + pass.firstColumn + column * pass.columnStep
          bytes[place * channels] = colour.red
          if channels == 3 {
            bytes[place * channels + 1] = colour.green
            bytes[place * channels + 2] = colour.blue
          }
        }
        above = current
      }
    }
    // Reading on makes zlib check its checksum.
    guard try source.readBytes(1).isEmpty else { throw fault("there are more pixels than the header announces") }
    return RasterImage(width: header.width, height: header.height, channels: channels, pixels: bytes)
  }

  private func fault(_ reason: String) -> FileError { FileError(.badData, path: file.path, reason: reason) }
}

extension PNGHeader {
  /// The size of the chunk `tRNS` in bytes, for a palette the greatest; `nil` if it cannot stand here.
  fileprivate func transparencySize(palette: [UInt8]) -> Int? {
    switch colourType {
    case .grey: 2
    case .rgb: 6
    case .palette: palette.count / 3
    case .greyAlpha, .rgbAlpha: nil
    }
  }
}
