import Foundation
import TestSupport
import Testing

@testable import FileFormats

/// What a file holds that cannot be read is not known, and so it is not replaced.
struct ReplaceableFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func check(_ path: String) throws {
    try ReplaceableFile.check(path, isA: "text in capitals") { $0.starts(with: "A".utf8) }
    try ImageFile.checkReplaceable(path)
  }

  @Test func whatIsAbsentOrEmptyCannotBeLost() throws {
    try check(directory.file("absent"))
    try check(try directory.create("empty", []))
  }

  @Test(.disabled(if: geteuid() == 0, "Nothing is hidden from root."))
  func aFileThatMayNotBeReadIsNotReplaced() throws {
    let path = try directory.create("hidden", "notes".utf8)
    chmod(path, 0o200)
    let checks = [
      { try ReplaceableFile.check(path, isA: "text", when: { _ in true }) }, { try ImageFile.checkReplaceable(path) },
    ]
    for check in checks {
      let error = #expect(throws: FileError.self) { try check() }
      #expect(error?.kind == .cannotCreate)
      #expect(
        error?.reason.hasPrefix("cannot be opened: Permission denied; what cannot be read is not replaced,") ?? false)
    }
  }
}
