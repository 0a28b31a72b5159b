@testable import FileFormats

/// A JPEG file cut into its marker segments, the pixels of a scan with their header, to be put together otherwise.
struct JPEGParts {
  private(set) var parts: [[UInt8]] = []

  /// Cuts a file that is right.
  init(_ file: [UInt8]) {
    var place = 2
    while place + 1 < file.count {
      var end = place + 2
      if file[place + 1] != 0xD9 { end += Int(file[end]) << 8 | Int(file[end + 1]) }
      while end + 1 < file.count, file[end] != 0xFF || file[end + 1] == 0 || (0xD0...0xD7).contains(file[end + 1]) {
        end += 1
      }
      parts.append(Array(file[place..<min(end, file.count)]))
      place = end
    }
  }

  /// The whole file.
  var file: [UInt8] { [0xFF, 0xD8] + parts.joined() }

  /// The file with another byte in the first segment of a marker, counted from the marker's first.
  func changing(_ marker: UInt8, at place: Int, to value: UInt8) -> [UInt8] {
    var copy = self
    if let index = parts.firstIndex(where: { $0[1] == marker }) { copy.parts[index][place] = value }
    return copy.file
  }

  /// The file without the segments of a marker.
  func without(_ marker: UInt8) -> [UInt8] {
    var copy = self
    copy.parts.removeAll { $0[1] == marker }
    return copy.file
  }

  /// The file with the segments of a marker so many times.
  func repeating(_ marker: UInt8, _ count: Int) -> [UInt8] {
    var copy = self
    copy.parts = parts.flatMap { Array(repeating: $0, count: $0[1] == marker ? count : 1) }
    return copy.file
  }

  /// The place of the first segment of a marker in the file.
  func place(of marker: UInt8) -> Int {
    2 + parts.prefix { $0[1] != marker }.reduce(0) { $0 + $1.count }
  }
}
