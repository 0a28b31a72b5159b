import Foundation

/// The small text files that a kernel makes up when they are read, as under `/proc` and `/sys`; Darwin has none.
package enum SystemFile {
  /// The text of a file; `nil` if it does not exist or cannot be read.
  package static func text(_ path: String) -> String? {
    // Their size is said to be 0, so that they are read to their end.
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while bytes.count < maximumSize {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 {
        return String(decoding: bytes, as: UTF8.self)
      } else if errno != EINTR {
        return nil
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The whole number that is all a file holds.
  static func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// The number behind a key in a file of lines such as `inactive_file 4096` or `MemAvailable:  4096 kB`.
  static func numbers(_ path: String) -> [Substring: Int] {
    var numbers: [Substring: Int] = [:]
    for line in (text(path) ?? "").split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" })
      if words.count >= 2, let number = Int(words[1]) { numbers[words[0]] = number }
    }
    return numbers
  }

  /// More than any such file has, lest a device in its place be read for ever.
  private static let maximumSize = 8 << 20
}
