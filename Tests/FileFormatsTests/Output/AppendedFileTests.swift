import Foundation
import Platform
import TestSupport
import Testing

@testable import FileFormats

struct AppendedFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func linesFollowWhatTheFileHoldsAlready() throws {
    let path = try directory.create("log", Array("0\n".utf8))
    let file = try AppendedFile(path: path)
    try file.append(line: "1")
    try file.append(line: "zwölf")
    #expect(try bytes(ofFile: path) == Array("0\n1\nzwölf\n".utf8))
  }

  @Test func aFileThatDoesNotExistIsCreatedIfItsDirectoryIsThere() throws {
    let path = directory.file("absent")
    try AppendedFile(path: path).append(line: "1")
    #expect(try bytes(ofFile: path) == Array("1\n".utf8))
    expectFileError(.cannotCreate, "cannot be opened for writing: No such file or directory") {
      _ = try AppendedFile(path: directory.file("nowhere/absent"))
    }
  }

  @Test(arguments: [(0, ""), (2, "0\n"), (4, "0\n1\n"), (9, "0\n1\n")])
  func aFileIsCutBackAndGrowsFromThere(size: Int, rest: String) throws {
    let path = try directory.create("log", Array("0\n1\n".utf8))
    let file = try AppendedFile(path: path)
    try file.truncate(to: size)
    try file.append(line: "2")
    #expect(try bytes(ofFile: path) == Array((rest + "2\n").utf8))
  }

  @Test(.enabled(if: OperatingSystem.isLinux))
  func whatWaitsForTheDiskIsCutBackWithTheRestAndCounted() throws {
    let file = try AppendedFile(path: "/dev/full")
    for line in ["1", "22", "333"] { #expect(throws: FileError.self) { try file.append(line: line) } }
    #expect(file.missingCount == 3)
    try file.truncate(to: 5)
    #expect(file.unwritten == Array("1\n22\n".utf8))
    #expect(file.missingCount == 2)
    // No more than a mebibyte waits.
    for _ in 0..<3 {
      #expect(throws: FileError.self) { try file.append(line: String(repeating: "x", count: 1 << 20)) }
    }
    #expect(file.missingCount == 5)
  }

  @Test func aRecordIsNotLostWhereTheDiskHasRoomAgain() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    try #require(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
    let file = AppendedFile(descriptor: ends[1], path: "pipe")
    let long = String(repeating: "x", count: 1 << 20)
    for _ in 0..<3 { #expect(throws: FileError.self) { try file.append(line: long) } }
    #expect(file.missingCount == 3)
    // Now somebody reads, and is waited for.
    try #require(fcntl(ends[1], F_SETFL, 0) == 0)
    Thread.detachNewThread { [reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)] in
      _ = try? reader.readToEnd()
    }
    try file.append(line: "last")
    #expect(file.missingCount == 1 && file.unwritten.isEmpty)
  }

  /// A pipe that is full takes bytes again once it has been read from.
  @Test func linesThatCouldNotBeWrittenComeBeforeTheNextOnesInOrderAndWhole() throws {
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
