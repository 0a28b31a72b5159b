/// The decompression of GIF (GIF89a specification, appendix F); see ``LZWEncoder``.
struct LZWDecoder {
  private static let codeCount = 4096
  private static let maximumWidth = 12

  /// Codes that mean something else than pixels.
  private let clear: Int
  private var end: Int { clear + 1 }
  /// Each known string is another one, with a pixel behind it.
  private var beginnings = [UInt16](repeating: 0, count: codeCount)
  private var lastPixels: [UInt8]
  private var lengths: [Int]
  /// The next code that gets a meaning.
  private var next: Int
  private var output: [UInt8]
  private var filled = 0

  /// Finds the pixels that codes stand for.
  /// - Parameters:
  ///   - data: Codes of growing width, the first in the lowest bits.
  ///   - codeSize: Bits of a pixel, from 1 to 8.
  ///   - count: Pixels that are expected.
  /// - Returns: As many pixels as are expected, or `nil` if a code has no meaning yet, or if there are fewer; what
  ///   comes behind them is ignored.
  static func decode(_ data: [UInt8], codeSize: Int, count: Int) -> [UInt8]? {
    var decoder = LZWDecoder(codeSize: codeSize, count: count)
    return decoder.decode(data, codeSize: codeSize) && decoder.filled == count ? decoder.output : nil
  }

  private init(codeSize: Int, count: Int) {
    let clear = 1 << codeSize
    self.clear = clear
    next = clear + 2
    lastPixels = (0..<Self.codeCount).map { UInt8(truncatingIfNeeded: $0 < clear ? $0 : 0) }
    lengths = (0..<Self.codeCount).map { $0 < clear ? 1 : 0 }
    output = [UInt8](repeating: 0, count: count)
  }

  private mutating func decode(_ data: [UInt8], codeSize: Int) -> Bool {
    var width = codeSize + 1
    var previous: Int?
    var (window, bits) = (0, 0)
    for byte in data {
      window |= Int(byte) << bits
      bits += 8
      while bits >= width, filled < output.count {
        let code = window & (1 << width - 1)
        window >>= width
        bits -= width
        if code == end { return true }
        if code == clear {
          (next, width, previous) = (end + 1, codeSize + 1, nil)
          continue
        }
        if let previous {
          // The string that is being learnt may be used at once: then it ends as it begins.
          guard code < next || code == next && next < Self.codeCount else { return false }
          learn(previous, followedBy: firstPixel(code == next ? previous : code))
        } else {
          guard code < clear else { return false }
        }
        if next == 1 << width, width < Self.maximumWidth { width += 1 }
        append(code)
        previous = code
      }
    }
    return true
  }

  private mutating func learn(_ beginning: Int, followedBy pixel: UInt8) {
    guard next < Self.codeCount else { return }
    beginnings[next] = UInt16(truncatingIfNeeded: beginning)
    lastPixels[next] = pixel
    lengths[next] = lengths[beginning] + 1
    next += 1
  }

  private func firstPixel(_ code: Int) -> UInt8 {
    var code = code
    while code > end { code = Int(beginnings[code]) }
    return lastPixels[code]
  }

  /// Writes a string from its end, without what has no room.
  private mutating func append(_ code: Int) {
    var code = code
    var place = filled + lengths[code]
    filled = min(place, output.count)
    for _ in 0..<lengths[code] {
      place -= 1
      if place < output.count { output[place] = lastPixels[code] }
      code = Int(beginnings[code])
    }
  }
}
