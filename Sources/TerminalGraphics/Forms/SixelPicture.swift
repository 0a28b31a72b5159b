import FileFormats

/// A picture in Sixel graphics (DEC, VT330/VT340 Programmer Reference Manual, chapter 14): bands of six rows, in each
/// of which every colour is drawn by itself, six pixels to a character.
enum SixelPicture {
  /// The rows of a band.
  static let bandHeight = 6

  /// The command that draws the picture at the cursor, with colours of a terminal that has so many registers.
  static func text(_ picture: RasterImage, registers: Int) -> String {
    let indexed = IndexedPicture(picture, maximumColours: registers)
    // Square pixels, and those that are not drawn stay as they are.
    var text = "\u{1B}P9;1q\"1;1;\(picture.width);\(picture.height)"
    for (number, colour) in indexed.colours.enumerated() {
      let parts = [colour.red, colour.green, colour.blue].map { "\((Int($0) * 100 + 127) / 255)" }
      text += "#\(number);2;\(parts.joined(separator: ";"))"
    }
    for top in stride(from: 0, to: picture.height, by: bandHeight) {
      text += band(indexed, top) + "-"
    }
    return text.dropLast() + "\u{1B}\\"
  }

  /// The band that begins with a row.
  private static func band(_ picture: IndexedPicture, _ top: Int) -> String {
    let height = min(bandHeight, picture.height - top)
    // Of each colour in the band the six bits of every column.
    var columns: [Int: [UInt8]] = [:]
    for row in 0..<height {
      for column in 0..<picture.width {
        let colour = Int(picture.indices[(top + row) * picture.width + column])
        columns[colour, default: [UInt8](repeating: 0, count: picture.width)][column] |= 1 << UInt8(row)
      }
    }
    return columns.sorted { $0.key < $1.key }.map { "#\($0.key)\(runs($0.value))" }.joined(separator: "$")
  }

  /// Columns as characters, those that repeat as `!count` and the character.
  private static func runs(_ columns: [UInt8]) -> String {
    var text: [UInt8] = []
    var start = 0
    while start < columns.count {
      var end = start + 1
      while end < columns.count, columns[end] == columns[start] { end += 1 }
      let character = columns[start] + 63
      let isLast = end == columns.count
      // What is not drawn at the end need not be skipped.
      if !(isLast && columns[start] == 0) {
        if end - start > 3 {
          text += Array("!\(end - start)".utf8) + [character]
        } else {
          text += [UInt8](repeating: character, count: end - start)
        }
      }
      start = end
    }
    return String(decoding: text, as: UTF8.self)
  }
}
