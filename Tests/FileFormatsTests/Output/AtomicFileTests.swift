import Foundation
import Platform
import TestSupport
import Testing

@testable import FileFormats

struct AtomicFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private struct Interruption: Error {}

  @Test func aFileIsCreatedReplacedAndNothingIsLeftBesideIt() throws {
    let path = directory.file("file")
    try AtomicFile.write([1, 2, 3], to: path, replaceExisting: false)
    #expect(try bytes(ofFile: path) == [1, 2, 3])
    try AtomicFile.write([], to: path, replaceExisting: true)
    #expect(try bytes(ofFile: path) == [])
    #expect(try directory.contents() == ["file"])
  }

  @Test func piecesAreWrittenOneAfterTheOther() throws {
    let path = directory.file("file")
    let large = [UInt8](repeating: 7, count: 300_000)
    let floats: [Float] = [1, -2]
    try AtomicFile.write(to: path, replaceExisting: true) { output in
      try output.write(large.span.bytes)
      try output.write(floats.span.bytes)
    }
    #expect(try bytes(ofFile: path) == large + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

  @Test func aPreparedFileTakesThePlaceOfALinkOnceItIsFinished() throws {
    let (target, link) = (try directory.create("target", [1]), directory.file("link"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let file = try PendingFile.prepared(link) { try $0.write([2 as UInt8, 3].span.bytes) }
    #expect(try bytes(ofFile: link) == [1])
    try FileManager.default.removeItem(atPath: link)
    try file.finish()
    #expect(try bytes(ofFile: link) == [2, 3] && bytes(ofFile: target) == [1])
    #expect(try directory.contents() == ["link", "target"])
    #expect(throws: Interruption.self) { _ = try PendingFile.prepared(link) { _ in throw Interruption() } }
    #expect(try directory.contents() == ["link", "target"])
  }

  @Test func anExistingFileIsKeptUnlessItMayBeReplaced() throws {
    let path = try directory.create("file", [1])
    expectFileError(.cannotCreate, "the file exists already and is not replaced") {
      try AtomicFile.write([2], to: path, replaceExisting: false)
    }
    #expect(try bytes(ofFile: path) == [1])
    #expect(try directory.contents() == ["file"])
  }

  @Test func aFileThatAppearsMeanwhileIsKept() throws {
    let path = directory.file("file")
    expectFileError(.cannotCreate, "the file exists already and is not replaced") {
      try AtomicFile.write(to: path, replaceExisting: false) { _ in try directory.create("file", [1]) }
    }
    #expect(try bytes(ofFile: path) == [1])
    #expect(try directory.contents() == ["file"])
  }

  @Test(arguments: [true, false])
  func aFailureHalfWayLeavesTheOldFileAndNothingElse(exists: Bool) throws {
    let path = directory.file("file")
    if exists { try directory.create("file", [1]) }
    #expect(throws: Interruption.self) {
      try AtomicFile.write(to: path, replaceExisting: true) { output in
        let piece: [UInt8] = [2, 3]
        try output.write(piece.span.bytes)
        #expect(try directory.contents().count == (exists ? 2 : 1))
        throw Interruption()
      }
    }
    #expect(try directory.contents() == (exists ? ["file"] : []))
    if exists { #expect(try bytes(ofFile: path) == [1]) }
  }

  @Test func anAbsentDirectoryOrAFileInItsPlaceIsTold() throws {
    let absent = directory.file("absent")
    expectFileError(
      .cannotCreate, "there is no directory '\(absent)'; create it first, with 'mkdir -p \(absent)'"
    ) {
      try AtomicFile.write([1], to: directory.file("absent/file"), replaceExisting: true)
    }
    try directory.create("plain", [1])
    expectFileError(.cannotCreate, "a part of the path is a file, not a directory") {
      try AtomicFile.write([1], to: directory.file("plain/file"), replaceExisting: true)
    }
    #expect(try directory.contents() == ["plain"])
  }

  @Test(arguments: [0o600, 0o644, 0o755])
  func aFileThatIsReplacedKeepsItsPermissions(mode: Int) throws {
    let path = try directory.create("file", [1])
    chmod(path, mode_t(mode))
    try AtomicFile.write([2], to: path, replaceExisting: true)
    #expect(FileStatus.following(path)?.permissions == mode_t(mode))
  }

  @Test(.disabled(if: geteuid() == 0, "Nothing is protected from root."))
  func aWriteProtectedFileStays() throws {
    let path = try directory.create("file", [1])
    chmod(path, 0o444)
    for write in [
      { try AtomicFile.write([2], to: path, replaceExisting: true) }, { try AtomicFile.checkCreatable(path) },
    ] {
      expectFileError(.cannotCreate, "this file is write-protected, and is not replaced", write)
    }
    #expect(try bytes(ofFile: path) == [1])
  }

  @Test func twoNamesOfOneFileAreKnownAsSuch() throws {
    let path = try directory.create("file", [1])
    try directory.create("other", [1])
    let link = directory.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(namesSameFile(path, link))
    #expect(!namesSameFile(path, directory.file("other")))
    #expect(!namesSameFile(path, directory.file("absent")))
    let absent = directory.file("absent")
    #expect(namesSameFile(absent, absent))
    // Of files that are not there yet, too.
    try FileManager.default.createSymbolicLink(atPath: directory.file("ahead"), withDestinationPath: "absent")
    try FileManager.default.createDirectory(atPath: directory.file("sub"), withIntermediateDirectories: true)
    for other in ["./absent", "sub/../absent", "ahead"] { #expect(namesSameFile(absent, directory.file(other))) }
    for other in ["sub/absent", "missing/absent", "absent2"] { #expect(!namesSameFile(absent, directory.file(other))) }
  }

  @Test func whetherAFileCanBeCreatedIsFoundOutWithoutATrace() throws {
    let path = try directory.create("file", [1])
    try AtomicFile.checkCreatable(path)
    try AtomicFile.checkCreatable(directory.file("new"))
    try AtomicFile.checkCreatable("/dev/null")
    let absent = directory.file("absent")
    expectFileError(
      .cannotCreate, "there is no directory '\(absent)'; create it first, with 'mkdir -p \(absent)'"
    ) {
      try AtomicFile.checkCreatable(directory.file("absent/file"))
    }
    expectFileError(.cannotCreate, "this is a directory, not a file") {
      try AtomicFile.checkCreatable(directory.path)
    }
    expectFileError(.cannotCreate, "cannot be created: File name too long") {
      try AtomicFile.checkCreatable(directory.file(String(repeating: "n", count: 256)))
    }
    #expect(try directory.contents() == ["file"])
    #expect(try bytes(ofFile: path) == [1])
  }

  @Test func aDirectoryIsNotReplaced() throws {
    expectFileError(.cannotCreate, "this is a directory, not a file") {
      try AtomicFile.write([1], to: directory.path, replaceExisting: true)
    }
    #expect(try directory.contents() == [])
  }

  @Test func aDirectoryThatAppearsMeanwhileIsNotReplaced() throws {
    let path = directory.file("file")
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write(to: path, replaceExisting: true) { _ in
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
    }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.reason.hasPrefix("cannot be put in its place: ") == true)
    #expect(try directory.contents() == ["file"])
  }

  @Test(arguments: ["target", "sub/target"], [true, false])
  func aSymbolicLinkStaysAndItsTargetIsWritten(target: String, exists: Bool) throws {
    try FileManager.default.createDirectory(atPath: directory.file("sub"), withIntermediateDirectories: false)
    if exists { try directory.create(target, [1]) }
    let link = directory.file("link")
    let secondLink = directory.file("sub/link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try FileManager.default.createSymbolicLink(atPath: secondLink, withDestinationPath: link)
    try AtomicFile.write([2], to: secondLink, replaceExisting: true)
    #expect(try bytes(ofFile: directory.file(target)) == [2])
    #expect(FileStatus.ofLink(link)?.kind == .symbolicLink)
    #expect(FileStatus.ofLink(secondLink)?.kind == .symbolicLink)
  }

  @Test func aCircleOfLinksIsTold() throws {
    let path = directory.file("a")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "a")
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path, replaceExisting: true) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.reason.hasPrefix("cannot be created: Too many levels of symbolic links") == true)
  }

  @Test func aNewFileHasThePermissionsOfAnyOtherNewFile() throws {
    let ordinary = try directory.create("ordinary", [1])
    let path = directory.file("file")
    try AtomicFile.write([1], to: path, replaceExisting: true)
    var (expected, found) = (stat(), stat())
    #expect(stat(ordinary, &expected) == 0)
    #expect(stat(path, &found) == 0)
    #expect(found.st_mode == expected.st_mode)
  }

  @Test func theLongestFileNameOfAllCanBeWritten() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write([1], to: directory.file(name), replaceExisting: false)
    #expect(try directory.contents() == [name])
  }

  @Test func aTemporaryFileOfAKilledProcessIsNoObstacle() throws {
    let path = directory.file("file")
    var stale: [String] = []
    try AtomicFile.write(to: path, replaceExisting: true) { _ in
      let name = try #require(try directory.contents().first)
      let cut = try #require(name.lastIndex(of: "-"))
      let number = try #require(Int(name[name.index(after: cut)...]))
      stale = (1...3).map { "\(name[...cut])\(number + $0)" }
      for name in stale { try directory.create(name, [9]) }
    }
    try AtomicFile.write([1], to: path, replaceExisting: true)
    #expect(try bytes(ofFile: path) == [1])
    for name in stale { #expect(try bytes(ofFile: directory.file(name)) == [9]) }
  }

  @Test func aDeviceIsWrittenToAndStaysADevice() throws {
    try AtomicFile.write([1, 2], to: "/dev/null", replaceExisting: false)
    #expect(FileStatus.following("/dev/null")?.kind == .characterDevice)
  }

  @Test func aPipeGetsTheBytes() throws {
    var ends: [Int32] = [0, 0]
    try #require(Foundation.pipe(&ends) == 0)
    defer { close(ends[0]) }
    try AtomicFile.write([1, 2, 3], to: "/dev/fd/\(ends[1])", replaceExisting: true)
    close(ends[1])
    #expect(try FileHandle(fileDescriptor: ends[0]).readToEnd() == Data([1, 2, 3]))
  }

  @Test func whatARedirectedOutputHoldsAlreadyIsKept() throws {
    let path = try directory.create("log", [1])
    let descriptor = open(path, O_WRONLY | O_APPEND)
    defer { close(descriptor) }
    try AtomicFile.write([2], to: "/dev/fd/\(descriptor)", replaceExisting: true)
    #expect(try bytes(ofFile: path) == [1, 2])
  }

  /// As a service's journal is one, which no path opens.
  @Test func aSocketGetsTheBytes() throws {
    var ends: [Int32] = [0, 0]
    #if os(Linux)
      try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    #else
      try #require(socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0)
    #endif
    defer { close(ends[1]) }
    try AtomicFile.write([1, 2], to: "/dev/fd/\(ends[0])", replaceExisting: true)
    close(ends[0])
    #expect(try FileHandle(fileDescriptor: ends[1]).readToEnd() == Data([1, 2]))
  }

  @Test func streamsAreKnownByNameFilesByWhatTheirLinksLeadTo() throws {
    #expect(
      try OutputTarget(resolving: "bare-name-that-does-not-exist") == .file(path: "bare-name-that-does-not-exist"))
    #expect(try OutputTarget(resolving: "/dev/null") == .stream)
    #expect(PathComponents("bare-name").directory == ".")
  }

  @Test(.enabled(if: OperatingSystem.isLinux))
  func aFullDiskIsTold() {
    expectFileError(.inputOutput, "cannot be written: No space left on device") {
      try AtomicFile.write([1], to: "/dev/full", replaceExisting: true)
    }
  }
}
