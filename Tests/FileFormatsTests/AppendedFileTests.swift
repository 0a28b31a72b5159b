import Foundation
import Testing

@testable import FileFormats

@Suite("Appended files")
struct AppendedFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("Lines follow what the file holds already")
  func append() throws {
    let path = try directory.create("log", Array("0\n".utf8))
    let file = try AppendedFile(path: path)
    try file.append(line: "1")
    try file.append(line: "zwölf")
    #expect(try bytes(ofFile: path) == Array("0\n1\nzwölf\n".utf8))
  }

  @Test("A file that does not exist is told")
  func missing() {
    expectFileError(.cannotCreate, "cannot be opened for writing: No such file or directory") {
      _ = try AppendedFile(path: directory.file("absent"))
    }
  }

  /// A pipe that is full takes bytes again once it has been read from.
  @Test("Lines that could not be written come before the next ones, in order and whole")
  func backlog() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let reader = ends[0]
    defer { close(reader) }
    for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
    let file = AppendedFile(descriptor: ends[1], path: "pipe")
    var expected: [UInt8] = []
    var failures = 0
    for number in 0..<20_000 {
      expected += "line \(number)\n".utf8
      do { try file.append(line: "line \(number)") } catch { failures += 1 }
    }
    #expect(failures > 0)
    var found: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while found.count < expected.count {
      let count = read(reader, &buffer, buffer.count)
      if count <= 0 {
        try? file.append(line: "last")
        expected += "last\n".utf8
      } else {
        found += buffer[..<count]
      }
    }
    #expect(found == expected)
  }
}
