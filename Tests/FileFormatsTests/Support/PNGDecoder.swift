import CZlib
import TestSupport

@testable import FileFormats

/// A decoder of just the PNG files that ``PNG`` writes, made from the specification and from zlib's `uncompress`; it
/// shares no code with the encoder. `nil` means that the file is wrong.
struct PNGDecoder {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var channels = 0
  private(set) var filters: [UInt8] = []
  private(set) var pixels: [UInt8] = []

  init?(_ file: [UInt8]) {
    guard file.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { return nil }
    var compressed: [UInt8] = []
    var types: [String] = []
    var position = 8
    while position + 12 <= file.count {
      let length = PNGDecoder.number(file[position..<position + 4])
      guard position + 12 + length <= file.count else { return nil }
      let typeAndContents = Array(file[position + 4..<position + 8 + length])
      let checksum = PNGDecoder.number(file[position + 8 + length..<position + 12 + length])
      guard checksum == Int(crc32(0, typeAndContents, UInt32(typeAndContents.count))) else { return nil }
      let contents = typeAndContents.dropFirst(4)
      types.append(String(decoding: typeAndContents.prefix(4), as: UTF8.self))
      switch types.last {
      case "IHDR": guard readHeader(Array(contents)) else { return nil }
      case "IDAT": compressed += contents
      case "IEND": guard contents.isEmpty else { return nil }
      default: return nil
      }
      position += 12 + length
    }
    guard position == file.count, types.first == "IHDR", types.last == "IEND" else { return nil }
    guard let rows = inflated(compressed) else { return nil }
    for row in 0..<height where !unfilter(row, rows) { return nil }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 * 256 + Int($1) } }

  private mutating func readHeader(_ header: [UInt8]) -> Bool {
    guard header.count == 13, header[8] == 8, header[10...] == [0, 0, 0] else { return false }
    width = PNGDecoder.number(header[0..<4])
    height = PNGDecoder.number(header[4..<8])
    channels = header[9] == 0 ? 1 : 3
    return header[9] == 0 || header[9] == 2
  }

  private func inflated(_ compressed: [UInt8]) -> [UInt8]? {
    var rows = [UInt8](repeating: 0, count: height * (1 + width * channels))
    var length = uLongf(rows.count)
    guard uncompress(&rows, &length, compressed, uLong(compressed.count)) == Z_OK else { return nil }
    return length == rows.count ? rows : nil
  }

  private mutating func unfilter(_ row: Int, _ rows: [UInt8]) -> Bool {
    let size = width * channels
    let start = row * (size + 1)
    filters.append(rows[start])
    for index in 0..<size {
      let a = index < channels ? 0 : Int(pixels[pixels.count - channels])
      let b = row == 0 ? 0 : Int(pixels[pixels.count - size])
      let c = index < channels || row == 0 ? 0 : Int(pixels[pixels.count - size - channels])
      let prediction: Int
      switch rows[start] {
      case 0: prediction = 0
      case 1: prediction = a
      case 2: prediction = b
      case 3: prediction = (a + b) / 2
      case 4:
        let p = a + b - c
        prediction = [a, b, c].min { abs(p - $0) < abs(p - $1) } ?? 0
      default: return false
      }
      pixels.append(UInt8(truncatingIfNeeded: Int(rows[start + 1 + index]) + prediction))
    }
    return true
  }
}
