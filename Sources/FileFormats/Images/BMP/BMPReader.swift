/// Reads one BMP file of any bit depth: with a palette, run-length coded or not, or with colours of 16 to 32 bits.
struct BMPReader {
  private static let maximumFileSize = 1 << 28

  private let bytes: [UInt8]
  private let path: String
  private let header: BMPHeader
  private let background: RGBColour

  /// Reads the picture of an open file; what follows it is ignored.
  /// - Throws: ``FileError`` if the file is damaged, of a kind that cannot be read, or too large.
  static func read(_ file: InputFile, background: RGBColour) throws -> RasterImage {
    guard file.size <= maximumFileSize else {
      throw FileError(
        .badData, path: file.path,
        reason: "the file has \(file.size) bytes, but at most \(maximumFileSize) are expected")
    }
    let reader = try BMPReader(try file.readBytes(file.size), path: file.path, background: background)
    return try reader.read()
  }

  private init(_ bytes: [UInt8], path: String, background: RGBColour) throws {
    self.bytes = bytes
    self.path = path
    self.background = background
    header = try BMPHeader(bytes, path: path)
  }

  private func read() throws -> RasterImage {
    switch header.compression {
    case .runs4, .runs8:
      guard let indices = try BMPRuns.decode(bytes, header, path: path) else {
        throw fault("the file ends before the last pixel; it may be incomplete")
      }
      return try picture(palette) { column, row in Int(indices[row * header.width + column]) }
    case .none, .bitFields, .bitFieldsWithAlpha:
      try checkSize()
      return header.bitDepth <= 8 ? try picture(palette, index) : try picture()
    }
  }

  /// Bytes of a row, which is filled up to 32 bits.
  private var rowSize: Int { (header.width * header.bitDepth + 31) / 32 * 4 }

  /// The last row may lack what fills it up.
  private func checkSize() throws {
    let size = (header.height - 1) * rowSize + (header.width * header.bitDepth + 7) / 8
    guard size <= bytes.count - header.pixels else {
      throw fault(
        "the pixels would take \(bytesText(size)), but the file has only \(bytes.count - header.pixels) for them")
    }
  }

  // MARK: Pixels with a palette

  private var palette: [RGBColour] {
    (0..<header.palette.count).map {
      let place = header.palette.place + $0 * header.palette.size
      return RGBColour(red: bytes[place + 2], green: bytes[place + 1], blue: bytes[place])
    }
  }

  private func index(_ column: Int, _ row: Int) -> Int {
    let bit = column * header.bitDepth
    let byte = Int(bytes[header.pixels + row * rowSize + bit / 8])
    return byte >> (8 - header.bitDepth - bit % 8) & (1 << header.bitDepth - 1)
  }

  /// The picture of palette indices at columns and stored rows. It is grey if all colours of the palette are.
  private func picture(_ palette: [RGBColour], _ index: (Int, Int) -> Int) throws -> RasterImage {
    var canvas = Canvas(
      width: header.width, height: header.height, channels: palette.allSatisfy(\.isGrey) ? 1 : 3, .black)
    for row in 0..<header.height {
      for column in 0..<header.width {
        let place = index(column, row)
        guard place < palette.count else { throw fault("a pixel has a colour that is not in the palette") }
        canvas.set(column, shownRow(row), palette[place])
      }
    }
    return canvas.image
  }

  /// Rows are stored from the bottom, if the header does not say otherwise.
  private func shownRow(_ row: Int) -> Int { header.isTopDown ? row : header.height - 1 - row }

  // MARK: Pixels with colours

  private func picture() throws -> RasterImage {
    let fields = header.masks.map { BMPField(mask: $0) }
    let size = header.bitDepth / 8
    func pixel(_ column: Int, _ row: Int) -> Int {
      bytes.littleEndian(at: header.pixels + row * rowSize + column * size, size: size)
    }
    // Some programs store no opacity where the header promises one.
    let alpha = fields.count < 4 || fields[3].mask == 0 ? nil : fields[3]
    let isOpaque = alpha.map { alpha in
      !(0..<header.height).contains { row in
        (0..<header.width).contains { column in alpha.level(of: pixel(column, row)) > 0 }
      }
    }
    var canvas = Canvas(width: header.width, height: header.height, channels: 3, .black)
    for row in 0..<header.height {
      for column in 0..<header.width {
        let stored = pixel(column, row)
        let opacity = isOpaque == false ? alpha.map { $0.level(of: stored) } ?? 255 : 255
        func level(_ field: Int, _ behind: UInt8) -> UInt8 {
          ImageFile.blend(fields[field].level(of: stored), opacity, before: behind, maximum: 255)
        }
        canvas.set(
          column, shownRow(row),
          RGBColour(
            red: level(0, background.red), green: level(1, background.green), blue: level(2, background.blue)))
      }
    }
    return canvas.image
  }

  private func fault(_ reason: String) -> FileError {
    FileError(.badData, path: path, reason: reason)
  }
}

/// Some of the bits of a pixel, which make one channel.
private struct BMPField {
  let mask: Int
  private let shift: Int
  private let maximum: Int

  init(mask: Int) {
    self.mask = mask
    shift = mask == 0 ? 0 : mask.trailingZeroBitCount
    maximum = mask >> shift
  }

  /// The channel in 8 bits; 0 if it has no bits.
  func level(of pixel: Int) -> Int {
    maximum == 0 ? 0 : Int(ImageFile.level((pixel & mask) >> shift, of: maximum))
  }
}
