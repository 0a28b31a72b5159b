import FileFormats
import Foundation
import TestSupport

/// What a terminal would make of the characters that it is sent, read without any of the code that wrote them.
enum Decoders {
  /// The characters are none of the protocol's.
  struct FormatError: Error {}

  /// The picture of a command in Kitty's protocol, and the keys of its first piece.
  static func kitty(_ text: String) throws -> (RasterImage, keys: [String: String]) {
    var data = ""
    var first: [String: String] = [:]
    var isOpen = true
    for piece in text.components(separatedBy: "\u{1B}_G").dropFirst() {
      guard isOpen, let end = piece.range(of: "\u{1B}\\") else { throw FormatError() }
      let parts = piece[..<end.lowerBound].split(separator: ";", maxSplits: 1)
      guard parts.count == 2, parts[1].count <= 4096 else { throw FormatError() }
      let keys = Dictionary(
        parts[0].split(separator: ",").map { $0.split(separator: "=") }.map { (String($0[0]), String($0[1])) }
      ) { $1 }
      if first.isEmpty { first = keys }
      data += parts[1]
      isOpen = keys["m"] == "1"
      if isOpen, parts[1].count % 4 != 0 { throw FormatError() }
    }
    guard !isOpen else { throw FormatError() }
    return (try png(data), first)
  }

  /// The picture of a command of iTerm2, and its arguments.
  static func inlineImage(_ text: String) throws -> (RasterImage, arguments: [String: String]) {
    guard let start = text.range(of: "\u{1B}]1337;File="), let end = text.range(of: "\u{7}") else {
      throw FormatError()
    }
    let parts = text[start.upperBound..<end.lowerBound].split(separator: ":", maxSplits: 1)
    let arguments = Dictionary(
      parts[0].split(separator: ";").map { $0.split(separator: "=") }.map { (String($0[0]), String($0[1])) }
    ) { $1 }
    guard Data(base64Encoded: String(parts[1]))?.count == Int(arguments["size"] ?? "") else { throw FormatError() }
    return (try png(String(parts[1])), arguments)
  }

  private static func png(_ base64: String) throws -> RasterImage {
    guard let file = Data(base64Encoded: base64) else { throw FormatError() }
    let directory = try TemporaryDirectory()
    return try ImageFile.read(path: try directory.create("picture.png", file))
  }

  /// The picture of a Sixel command: the colour of each pixel in hundredths, or `nil` where nothing is drawn.
  static func sixel(_ text: String) throws -> (width: Int, height: Int, pixels: [[Int]?]) {
    guard let start = text.range(of: "q\"1;1;"), let end = text.range(of: "\u{1B}\\"), text.contains("\u{1B}P9;1q")
    else {
      throw FormatError()
    }
    var rest = Array(text[start.upperBound..<end.lowerBound].utf8)[...]
    func number() -> Int {
      var value = 0
      while let digit = rest.first, (48...57).contains(digit) {
        value = value * 10 + Int(digit) - 48
        rest = rest.dropFirst()
      }
      return value
    }
    let width = number()
    rest = rest.dropFirst()
    let height = number()
    var colours: [Int: [Int]] = [:]
    var pixels = [[Int]?](repeating: nil, count: width * height)
    var (column, top, colour) = (0, 0, 0)
    func draw(_ character: UInt8, _ count: Int) throws {
      guard (63...126).contains(character), column + count <= width else { throw FormatError() }
      for offset in 0..<count {
        for bit in 0..<6 where (character - 63) >> UInt8(bit) & 1 == 1 {
          guard top + bit < height else { throw FormatError() }
          pixels[(top + bit) * width + column + offset] = colours[colour]
        }
      }
      column += count
    }
    while let character = rest.popFirst() {
      switch character {
      case UInt8(ascii: "#"):
        colour = number()
        guard rest.first == UInt8(ascii: ";") else { continue }
        var values: [Int] = []
        while rest.first == UInt8(ascii: ";") {
          rest = rest.dropFirst()
          values.append(number())
        }
        guard values.first == 2, values.count == 4 else { throw FormatError() }
        colours[colour] = Array(values.dropFirst())
      case UInt8(ascii: "$"): column = 0
      case UInt8(ascii: "-"): (column, top) = (0, top + 6)
      case UInt8(ascii: "!"):
        let count = number()
        guard let next = rest.popFirst() else { throw FormatError() }
        try draw(next, count)
      default: try draw(character, 1)
      }
    }
    return (width, height, pixels)
  }

  /// The colours of half blocks, two to a character: the numbers behind `38` and `48`.
  static func halfBlocks(_ lines: [Substring]) throws -> [[(upper: [Int], lower: [Int]?)]] {
    try lines.map { line in
      var cells: [(upper: [Int], lower: [Int]?)] = []
      var (ink, paper): ([Int], [Int]?) = ([], nil)
      var rest = line[...]
      while let character = rest.popFirst() {
        if character == "▀" {
          cells.append((ink, paper))
          continue
        }
        guard character == "\u{1B}", rest.popFirst() == "[", let end = rest.firstIndex(where: \.isLetter) else {
          throw FormatError()
        }
        if rest[end] == "m" {
          var numbers = rest[..<end].split(separator: ";").compactMap { Int($0) }[...]
          while let kind = numbers.popFirst() {
            if kind == 49 { paper = nil }
            guard kind == 38 || kind == 48, let mode = numbers.popFirst() else { continue }
            let colour = Array(numbers.prefix(mode == 2 ? 3 : 1))
            numbers = numbers.dropFirst(colour.count)
            if kind == 38 { ink = colour } else { paper = colour }
          }
        }
        rest = rest[rest.index(after: end)...]
      }
      return cells
    }
  }
}
