// A path is bytes, of which the system knows only the slash and the zero at the end: names made on a system of another
// encoding are no UTF-8, and a `String` cannot hold them as they are. All of this program therefore holds paths as
// text in which each byte that is no part of UTF-8 is written `\xE9`. A backslash that would look like the start of
// such an escape is written `\x5C`. So any bytes have one text, which leads back to the same bytes from messages, from
// JSON and from a file of names, and a path in UTF-8 is its own text.

extension String {
  /// The text of a path's bytes, in which those that are not UTF-8 are escaped.
  public init(pathBytes bytes: some Collection<UInt8>) {
    if !bytes.contains(PathEscape.backslash), let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    var text = ""
    var rest = Array(bytes)[...]
    while let byte = rest.first {
      let length = rest.characterLength
      if length == 0 || byte == PathEscape.backslash && PathEscape(rest) != nil {
        text += PathEscape(byte: byte).text
        rest = rest.dropFirst()
      } else {
        text += String(decoding: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(length)
      }
    }
    self = text
  }

  /// The bytes of a path whose text this is.
  public var pathBytes: [UInt8] {
    guard utf8.contains(PathEscape.backslash) else { return Array(utf8) }
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.first {
      let escape = PathEscape(rest)
      bytes.append(escape?.byte ?? byte)
      rest = rest.dropFirst(escape == nil ? 1 : PathEscape.length)
    }
    return bytes
  }

  /// The path whose text this is as the system takes it: its bytes and a zero. A text with a zero in it is no path, and
  /// becomes the empty one, which names nothing.
  package var systemPath: [CChar] {
    let bytes = pathBytes
    return (bytes.contains(0) ? [0] : bytes + [0]).map { CChar(truncatingIfNeeded: $0) }
  }
}

/// A byte written as `\x` and two hexadecimal digits. Only what needs an escape has one.
private struct PathEscape {
  let byte: UInt8

  static let backslash = UInt8(ascii: "\\")
  static let length = 4
  private static let digits = Array("0123456789ABCDEF".utf8)

  init(byte: UInt8) {
    self.byte = byte
  }

  /// The escape that some bytes begin with.
  init?(_ bytes: ArraySlice<UInt8>) {
    let escape = Array(bytes.prefix(Self.length))
    guard escape.count == Self.length, escape[0] == Self.backslash, escape[1] == UInt8(ascii: "x"),
      let high = Self.digits.firstIndex(of: escape[2]), let low = Self.digits.firstIndex(of: escape[3])
    else { return nil }
    byte = UInt8(high << 4 | low)
    guard byte >= 0x80 || byte == Self.backslash else { return nil }
  }

  var text: String {
    let digits = [byte >> 4, byte & 15].map { Self.digits[Int($0)] }
    return "\\x" + String(decoding: digits, as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// The number of bytes of the character in UTF-8 that these bytes begin with; 0 if they begin with none.
  fileprivate var characterLength: Int {
    guard let first else { return 0 }
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length <= count else { return 0 }
    // The standard library knows which sequences are none though they look like one.
    return String(validating: prefix(length), as: UTF8.self) == nil ? 0 : length
  }
}
