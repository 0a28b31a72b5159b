import Foundation
import TestSupport
import Testing

@testable import Platform

/// Directories that are created, and files that are to go.
struct DirectoryCreationTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func eitherAllDirectoriesAreCreatedOrNone() throws {
    let path = directory.file("a/b/" + String(repeating: "x", count: 300))
    let error = #expect(throws: DirectoryCreationError.self) { try DirectoryCreation.create(path) }
    #expect(error?.code == ENAMETOOLONG)
    #expect(try directory.contents() == [])
  }

  @Test func aCheckLeavesNoTrace() throws {
    try DirectoryCreation.check(directory.file("a/b"))
    try DirectoryCreation.check(directory.path)
    #expect(try directory.contents() == [])
    let file = try directory.create("file", [1])
    for (path, code) in [
      (file, EEXIST), ("\(file)/a", EEXIST), (directory.file(String(repeating: "x", count: 300)), ENAMETOOLONG),
    ] {
      #expect(throws: DirectoryCreationError.self) { try DirectoryCreation.check(path) }
      do { try DirectoryCreation.check(path) } catch { #expect(error.code == code, "\(path)") }
    }
  }

  @Test func whatIsInTheWayOfARemovalIsKnownBefore() throws {
    let file = try directory.create("file", [1])
    let link = directory.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    for path in [file, link, directory.file("missing")] { #expect(FileRemoval.obstacle(to: path) == nil) }
    #expect(FileRemoval.obstacle(to: directory.path) == "Is a directory")
    #expect(FileRemoval.obstacle(to: file + "/a") == "Not a directory")
    chmod(file, 0o400)
    // Nothing is protected from the superuser.
    #expect(FileRemoval.obstacle(to: file) == (geteuid() == 0 ? nil : "it is write-protected"))
  }
}
