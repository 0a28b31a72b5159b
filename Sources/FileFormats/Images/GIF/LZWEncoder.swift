/// The compression of GIF (GIF89a specification, appendix F): the method of T. Welch, "A Technique for High-Performance
/// Data Compression", IEEE Computer 17 (1984), with codes that grow from 9 to 12 bits.
///
/// The longest string of pixels that is known already is written as one code, and that string with the pixel behind it
/// becomes known. When all codes are used up, everything is forgotten.
struct LZWEncoder {
  private static let clearCode = 256
  private static let endCode = 257
  private static let firstFreeCode = 258
  private static let maximumCode = 4095
  private static let leastWidth = 9

  private var output: [UInt8] = []
  /// Bits that do not fill a byte yet, the first written lowest.
  private var pending: UInt32 = 0
  private var pendingCount = 0
  private var width = leastWidth
  private var nextCode = firstFreeCode
  /// The code of each known string, by the code of the string without its last pixel and that pixel; 0 if unknown.
  private var codes = [UInt16](repeating: 0, count: (maximumCode + 1) << 8)

  /// Compresses the palette indices of a picture, at least one.
  static func encode(_ pixels: [UInt8]) -> [UInt8] {
    var encoder = LZWEncoder()
    encoder.write(clearCode)
    var known = Int(pixels[0])
    for pixel in pixels.dropFirst() {
      let place = known << 8 | Int(pixel)
      if encoder.codes[place] != 0 {
        known = Int(encoder.codes[place])
      } else {
        encoder.write(known)
        encoder.learn(place)
        known = Int(pixel)
      }
    }
    encoder.write(known)
    encoder.growIfNeeded()
    encoder.write(endCode)
    if encoder.pendingCount > 0 { encoder.output.append(UInt8(truncatingIfNeeded: encoder.pending)) }
    return encoder.output
  }

  private mutating func learn(_ place: Int) {
    if nextCode <= Self.maximumCode {
      growIfNeeded()
      codes[place] = UInt16(nextCode)
      nextCode += 1
    } else {
      write(Self.clearCode)
      codes.replaceSubrange(codes.indices, with: repeatElement(0, count: codes.count))
      width = Self.leastWidth
      nextCode = Self.firstFreeCode
    }
  }

  /// The decoder knows every string one code later, and its codes grow when the last one of a width is known to it.
  private mutating func growIfNeeded() {
    if nextCode == 1 << width, width < 12 { width += 1 }
  }

  private mutating func write(_ code: Int) {
    pending |= UInt32(code) << UInt32(pendingCount)
    pendingCount += width
    while pendingCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }
}
