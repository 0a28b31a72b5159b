/// The run-length coding of BMP files with 4 or 8 bits a pixel: pairs of bytes, a number of pixels and what colours
/// they have; a number of 0 introduces something else.
enum BMPRuns {
  private static let endOfRow: UInt8 = 0
  private static let end: UInt8 = 1
  private static let jump: UInt8 = 2
  /// Pixels that a byte can stand for.
  private static let maximumExpansion = 128

  /// The palette index of each pixel, row by row as they are stored; 0 for those that are jumped over. `nil` if the
  /// data end too early.
  /// - Throws: ``FileError`` if the header announces more pixels than the file can hold.
  static func decode(_ bytes: [UInt8], _ header: BMPHeader, path: String) throws -> [UInt8]? {
    let (width, height) = (header.width, header.height)
    guard width * height / maximumExpansion <= bytes.count else {
      throw FileError(
        .badData, path: path,
        reason: "the header announces \(width) x \(height) pixels, more than \(bytesText(bytes.count)) can hold")
    }
    let isNarrow = header.compression == .runs4
    var indices = [UInt8](repeating: 0, count: width * height)
    var (column, row) = (0, 0)
    /// Pixels beyond the end of a row are dropped.
    func put(_ byte: UInt8, isSecond: Bool) {
      let index = isNarrow ? (isSecond ? byte & 15 : byte >> 4) : byte
      if column < width { indices[row * width + column] = index }
      column += 1
    }
    var position = header.pixels
    while row < height {
      guard position + 2 <= bytes.count else {
        // The sign of the end may be missing behind the last pixel.
        return row == height - 1 && column >= width ? indices : nil
      }
      let (count, value) = (bytes[position], bytes[position + 1])
      position += 2
      if count > 0 {
        for place in 0..<Int(count) { put(value, isSecond: place % 2 == 1) }
        continue
      }
      switch value {
      case endOfRow: (column, row) = (0, row + 1)
      case end: return indices
      case jump:
        guard position + 2 <= bytes.count else { return nil }
        (column, row) = (column + Int(bytes[position]), row + Int(bytes[position + 1]))
        position += 2
      default:
        // Pixels one by one, filled up to 16 bits.
        let size = isNarrow ? (Int(value) + 1) / 2 : Int(value)
        guard position + size <= bytes.count else { return nil }
        for place in 0..<Int(value) {
          put(bytes[position + (isNarrow ? place / 2 : place)], isSecond: place % 2 == 1)
        }
        position += size + size % 2
      }
    }
    return indices
  }
}
