/// Writing Portable Network Graphics (ISO/IEC 15948): 8 bits a value, grey or RGB, without interlacing.
public enum PNG {
  /// How a PNG file begins.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let bitDepth: UInt8 = 8
  /// Large pictures are cut into several data chunks, far below the format's limit of 2^31 - 1 bytes each.
  private static let maximumDataChunk = 1 << 20

  /// The bytes of `image` as a PNG file; the same picture always gives the same bytes.
  /// - Parameters:
  ///   - image: The picture.
  ///   - path: The file it is meant for, which an error speaks of.
  /// - Returns: The whole file.
  /// - Throws: ``FileError`` if zlib has no memory to work with.
  public static func encode(_ image: RasterImage, path: String) throws -> [UInt8] {
    var file = signature
    var header: [UInt8] = []
    header.appendBigEndian(UInt32(image.width))
    header.appendBigEndian(UInt32(image.height))
    let standardMethods: [UInt8] = [0, 0, 0]
    header += [bitDepth, (image.channels == 1 ? PNGHeader.ColourType.grey : .rgb).rawValue] + standardMethods
    appendChunk("IHDR", header[...], to: &file)
    let data = try compressedRows(image, path: path)
    for start in stride(from: 0, to: data.count, by: maximumDataChunk) {
      appendChunk("IDAT", data[start..<min(start + maximumDataChunk, data.count)], to: &file)
    }
    appendChunk("IEND", [], to: &file)
    return file
  }

  private static func appendChunk(_ type: String, _ contents: ArraySlice<UInt8>, to file: inout [UInt8]) {
    file.appendBigEndian(UInt32(contents.count))
    let start = file.count
    file += type.utf8
    file += contents
    var checksum = CRC32()
    file[start...].withUnsafeBytes { checksum.update($0) }
    file.appendBigEndian(checksum.value)
  }

  /// The rows of `image`, each behind the number of its filter, as one zlib stream.
  private static func compressedRows(_ image: RasterImage, path: String) throws -> [UInt8] {
    let deflater = try Deflater(.zlib, path: path)
    var best = [UInt8](repeating: 0, count: 1 + image.rowSize)
    var candidate = best
    for row in 0..<image.height {
      var leastCost = Int.max
      for filter in PNGFilter.allCases {
        let cost = apply(filter, row: row, of: image, into: &candidate)
        if cost < leastCost {
          leastCost = cost
          swap(&best, &candidate)
        }
      }
      try deflater.write(best.span.bytes)
    }
    return try deflater.finish()
  }

  /// Filters one row into `output` and returns the sum of the residuals' absolute values, each taken as a signed byte:
  /// the specification's measure of how well a row will compress (section 12.8).
  private static func apply(
    _ filter: PNGFilter, row: Int, of image: RasterImage, into output: inout [UInt8]
  ) -> Int {
    let start = row * image.rowSize
    output[0] = filter.rawValue
    var cost = 0
    for index in 0..<image.rowSize {
      let hasLeft = index >= image.channels
      let left = hasLeft ? image.pixels[start + index - image.channels] : 0
      let above = row > 0 ? image.pixels[start + index - image.rowSize] : 0
      let aboveLeft = hasLeft && row > 0 ? image.pixels[start + index - image.rowSize - image.channels] : 0
      let residual = filter.residual(of: image.pixels[start + index], left: left, above: above, aboveLeft: aboveLeft)
      output[1 + index] = residual
      cost += Int(Int8(bitPattern: residual).magnitude)
    }
    return cost
  }
}
