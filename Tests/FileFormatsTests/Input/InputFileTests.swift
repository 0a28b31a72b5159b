import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct InputFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func aPathWithItsPlaceReadsAsASentence() {
    #expect(FileError(.badData, path: "a/b", reason: "the file is empty").description == "'a/b': the file is empty.")
    #expect(
      FileError(.badData, path: "a", byteOffset: 8, reason: "it is wrong").description == "'a', byte 8: it is wrong.")
  }

  @Test func aMissingFileIsMissingInput() {
    expectFileError(.missingInput, "cannot be opened: No such file or directory") {
      _ = try InputFile(path: directory.file("absent"))
    }
    expectFileError(.missingInput, "cannot be opened: No such file or directory") { _ = try InputFile(path: "") }
  }

  @Test func aDirectoryIsRefused() {
    expectFileError(.badData, "this is a directory, not a regular file") { _ = try InputFile(path: directory.path) }
  }

  @Test func aPipeIsRefusedWithoutWaitingForAWriter() {
    let path = directory.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    expectFileError(.badData, "this is a pipe, not a regular file") { _ = try InputFile(path: path) }
  }

  @Test func anEndlessDeviceIsRefused() {
    expectFileError(.badData, "this is a character device, not a regular file") {
      _ = try InputFile(path: "/dev/zero")
    }
  }

  @Test func anEmptyFileIsRefused() throws {
    let path = try directory.create("empty", [])
    expectFileError(.badData, "the file is empty") { _ = try InputFile(path: path) }
  }

  @Test func aCircleOfSymbolicLinksIsMissingInput() throws {
    try FileManager.default.createSymbolicLink(atPath: directory.file("a"), withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(atPath: directory.file("b"), withDestinationPath: "a")
    let path = directory.file("a")
    let error = #expect(throws: FileError.self) { _ = try InputFile(path: path) }
    #expect(error?.kind == .missingInput)
    #expect(error?.reason.hasPrefix("cannot be opened: Too many levels of symbolic links") == true)
  }

  @Test func aFileIsReadToItsEndAndNoFurther() throws {
    let path = try directory.create("file", [1, 2, 3, 4, 5])
    let file = try InputFile(path: path)
    #expect(file.size == 5)
    #expect(try file.readBytes(2) == [1, 2])
    #expect(try file.readBytes(9) == [3, 4, 5])
    #expect(try file.readBytes(1) == [])
    try file.rewind()
    #expect(try file.readBytes(1) == [1])
  }

  @Test func aWholeFileHasItsGreatestSize() throws {
    let path = try directory.create("file", [1, 2, 3])
    #expect(try WholeFile.read(path: path, maximumSize: 3) == [1, 2, 3])
    expectFileError(.badData, "the file has 3 bytes, but at most 2 are expected") {
      _ = try WholeFile.read(path: path, maximumSize: 2)
    }
  }

  @Test func moreThanTheMachinesMemoryIsRefused() throws {
    let file = try InputFile(path: try directory.create("file", [1]))
    try file.requireMemory(for: 1)
    let error = #expect(throws: FileError.self) { try file.requireMemory(for: .max) }
    #expect(error?.kind == .outOfMemory)
    #expect(error?.reason.hasPrefix("its contents would take about 9223372037 GB of memory, and ") == true)
  }

  @Test(arguments: [
    ("name", "", "name"), ("a/b", "a/", "b"), ("/b", "/", "b"), ("a/b/", "a/b/", ""), ("", "", ""),
    ("a/\u{301}b", "a/", "\u{301}b"),
  ])
  func aPathIsCutAtItsLastSlash(path: String, directoryPrefix: String, name: String) {
    let components = PathComponents(path)
    #expect(Array(components.directoryPrefix.utf8) == Array(directoryPrefix.utf8))
    #expect(Array(components.name.utf8) == Array(name.utf8))
  }

  @Test func whatComesOutOfAFileCannotPlayTricksInAMessage() {
    #expect("caf\u{E9} ok".excerpt == "caf\u{E9} ok")
    #expect("a\u{1B}[2Jb\u{202E}".excerpt == "a\\u{1b}[2Jb\\u{202e}")
    #expect(String(repeating: "x", count: 81).excerpt == String(repeating: "x", count: 80) + "...")
  }

  @Test(
    arguments: [
      ([], 1), ([3, 4], 12), ([0, 5], 0), ([-1, 2], nil), ([0, -1], nil), ([Int.max, 2], nil),
      ([0, Int.max, Int.max], nil), ([Int.max, 1], Int.max),
    ] as [([Int], Int?)])
  func productsAreChecked(factors: [Int], product: Int?) {
    #expect(factors.checkedProduct() == product)
  }
}
