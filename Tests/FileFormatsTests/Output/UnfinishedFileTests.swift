import Foundation
import Platform
import TestSupport
import Testing

@testable import FileFormats

/// Files of processes that were killed are removed, and those of processes at work on any host are not.
struct UnfinishedFileTests {
  private let directory: TemporaryDirectory
  private let own = ProcessIdentity.current

  init() throws { directory = try TemporaryDirectory() }

  private func name(_ host: UInt64, _ start: UInt64, _ process: pid_t, _ number: Int = 1) -> String {
    ".partial-\(String(host, radix: 16))-\(String(start, radix: 16))-\(process)-\(number)"
  }

  private func create(_ names: [String], daysAgo days: Double) throws {
    for name in names {
      let path = try directory.create(name, [1])
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -days * 24 * 3600)], ofItemAtPath: path)
    }
  }

  private func remains() throws -> [String] {
    AtomicFile.removeUnfinishedFiles(in: directory.path)
    return try directory.contents()
  }

  @Test func filesOfThisHostGoWithTheirProcesses() throws {
    // Of a process that never was, of this one, and of one before it with the same number.
    try create(
      [
        name(own.host, 1, pid_t.max), name(own.host, own.start, own.number, 7),
        name(own.host, own.start - 1, own.number),
      ],
      daysAgo: 0)
    // The first process lives, however long ago it wrote.
    let living = [name(own.host, 0, 1)]
    try create(living, daysAgo: 400)
    #expect(try remains() == living)
  }

  @Test func filesOfOtherHostsStayForADay() throws {
    let other = own.host &+ 1
    let names = [name(other, 1, pid_t.max), name(other, own.start, own.number)]
    try create(names, daysAgo: 0.9)
    #expect(try remains() == names.sorted())
    try create(names, daysAgo: 1.1)
    #expect(try remains() == [])
  }

  @Test func namesOfEarlierVersionsTellNoHost() throws {
    let names = [".partial-2147483647-1", ".partial-\(getpid())-7"]
    try create(names, daysAgo: 0.9)
    #expect(try remains() == names.sorted())
    try create(names, daysAgo: 1.1)
    #expect(try remains() == [])
  }

  /// Nobody locks the directory of an output that the user names: whoever may be writing there keeps the file.
  @Test func whoeverWritesAFileRemovesThoseWhoseProcessesHaveEnded() throws {
    let others = [
      name(own.host, 0, 1), name(own.host, own.start, own.number, 1_000_007), name(own.host &+ 1, 1, pid_t.max),
      ".partial-2147483647-1",
    ]
    try create(others + [name(own.host, 1, pid_t.max), name(own.host, own.start - 1, own.number)], daysAgo: 400)
    try AtomicFile.write([1], to: directory.file("file"), replaceExisting: true)
    #expect(try directory.contents() == (others + ["file"]).sorted())
  }

  @Test func aTimeToComeIsNoAge() throws {
    let names = [".partial-2147483647-1"]
    try create(names, daysAgo: -400)
    #expect(try remains() == names)
  }

  @Test func otherNamesAreLeftAlone() throws {
    let names = [
      ".partial-", ".partial-x-1", ".partial--1-1", ".partial-0-1", ".partial-1-1-1", ".partial-1-1-1-0",
      ".partial-1-1-1-1-1", ".partial-g-1-1-1", "partial-2147483647-1", ".partial-99999999999-1", "file",
    ]
    try create(names, daysAgo: 400)
    #expect(try remains() == names.sorted())
  }

  @Test func anAbsentDirectoryHoldsNothing() {
    AtomicFile.removeUnfinishedFiles(in: directory.file("absent"))
  }

  @Test func aWrittenFileCarriesThisProcess() throws {
    try AtomicFile.write(to: directory.file("file"), replaceExisting: false) { _ in
      let temporary = try #require(try directory.contents().first)
      #expect(temporary.hasPrefix(name(own.host, own.start, own.number).dropLast(1)))
    }
  }
}
