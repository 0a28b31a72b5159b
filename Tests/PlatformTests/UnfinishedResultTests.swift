import Foundation
import Platform
import TestSupport
import Testing

/// What is of use as a whole alone goes again unless it is kept, and nothing else does.
struct UnfinishedResultTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A result of a directory and two files in it, which is kept or let go of.
  private func make(_ path: String, keeping: Bool) throws {
    let result = UnfinishedResult()
    try result.createDirectory(directory.file(path))
    for name in ["a", "b"] {
      try result.addFile(directory.file("\(path)/\(name)")) { try directory.create("\(path)/\(name)", [1]) }
    }
    if keeping { result.keep() }
  }

  @Test func whatIsNotKeptGoesWithTheDirectoriesAboveIt() throws {
    try make("some/where/deep", keeping: false)
    #expect(try directory.contents() == [])
    try make("some/where/deep", keeping: true)
    #expect(directory.holds("some/where/deep/a") && directory.holds("some/where/deep/b"))
  }

  @Test func whatWasThereBeforeStaysAndSoDoesWhatOthersHavePutThere() throws {
    try directory.create("old/b", [7])
    try make("old", keeping: false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("old")) == ["b"])
    try FileManager.default.createDirectory(
      atPath: directory.file("empty"), withIntermediateDirectories: false)
    try make("empty", keeping: false)
    #expect(directory.holds("empty"))

    do {
      let result = UnfinishedResult()
      try result.createDirectory(directory.file("new/deep"))
      try directory.create("new/others", [1])
    }
    #expect(directory.holds("new/others") && !directory.holds("new/deep"))
  }

  @Test func aFileThatCannotBeWrittenIsSomebodyElses() throws {
    struct Failure: Error {}
    let result = UnfinishedResult()
    #expect(throws: Failure.self) {
      try result.addFile(directory.file("file")) {
        try directory.create("file", [1])
        throw Failure()
      }
    }
    #expect(directory.holds("file"))
  }

  @Test func aDirectoryOfTheNameIsToldFromANewOne() throws {
    let result = UnfinishedResult()
    #expect(try result.createNewDirectory(directory.file("runs/1")))
    #expect(try !result.createNewDirectory(directory.file("runs/1")))
    result.keep()
    #expect(directory.holds("runs/1"))
  }
}
