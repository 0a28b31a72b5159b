/// A decoder of GIF files made from the specification (GIF89a); it shares no code with the encoder. `nil` means that
/// the file is wrong.
package struct GIFDecoder {
  package private(set) var width = 0
  package private(set) var height = 0
  /// Red, green and blue of every pixel, a list for each frame.
  package private(set) var frames: [[UInt8]] = []
  /// Hundredths of a second, one for each frame.
  package private(set) var delays: [Int] = []
  package private(set) var repeatsForEver = false

  private var rest: ArraySlice<UInt8>

  package init?(_ file: [UInt8]) {
    rest = file[...]
    guard take(6) == Array("GIF89a".utf8), let width = number(), let height = number(), let flags = take(3),
      flags[0] & 0x80 != 0, let palette = take(3 * (2 << Int(flags[0] & 7)))
    else { return nil }
    self.width = width
    self.height = height
    while let introducer = take(1) {
      switch introducer[0] {
      case 0x21:
        guard let label = take(1), let data = blocks() else { return nil }
        if label[0] == 0xF9 { delays.append(Int(data[1]) | Int(data[2]) << 8) }
        if label[0] == 0xFF { repeatsForEver = data == Array("NETSCAPE2.0".utf8) + [1, 0, 0] }
      case 0x2C:
        guard take(4) == [0, 0, 0, 0], number() == width, number() == height, take(1) == [0],
          let codeSize = take(1), let data = blocks(), let indices = Self.inflated(data, codeSize: Int(codeSize[0])),
          indices.count == width * height
        else { return nil }
        frames.append(indices.flatMap { palette[3 * Int($0)..<3 * Int($0) + 3] })
      case 0x3B:
        guard rest.isEmpty else { return nil }
        return
      default: return nil
      }
    }
    return nil
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  private mutating func number() -> Int? { take(2).map { Int($0[0]) + 256 * Int($0[1]) } }

  private mutating func blocks() -> [UInt8]? {
    var data: [UInt8] = []
    while let length = take(1) {
      if length[0] == 0 { return data }
      guard let block = take(Int(length[0])) else { return nil }
      data += block
    }
    return nil
  }

  /// The strings that the codes stand for, one after the other.
  private static func inflated(_ data: [UInt8], codeSize: Int) -> [UInt8]? {
    let (clear, end) = (1 << codeSize, 1 << codeSize + 1)
    let roots = (0..<clear).map { [UInt8($0)] } + [[], []]
    var (strings, width, previous) = (roots, codeSize + 1, [UInt8]())
    var pixels: [UInt8] = []
    var bit = 0
    while bit + width <= data.count * 8 {
      let code = (0..<width).reduce(0) { $0 | Int(data[(bit + $1) / 8] >> UInt8((bit + $1) % 8) & 1) << $1 }
      bit += width
      if code == end { return data.count * 8 - bit < 8 ? pixels : nil }
      if code == clear {
        (strings, width, previous) = (roots, codeSize + 1, [])
        continue
      }
      guard code < strings.count || code == strings.count && !previous.isEmpty else { return nil }
      let string = code < strings.count ? strings[code] : previous + previous.prefix(1)
      pixels += string
      if !previous.isEmpty, strings.count < 4096 { strings.append(previous + string.prefix(1)) }
      if strings.count == 1 << width, width < 12 { width += 1 }
      previous = string
    }
    return nil
  }
}
