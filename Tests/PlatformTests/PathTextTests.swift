import Foundation
import Platform
import TestSupport
import Testing

struct PathTextTests {
  /// Every text of the bytes that matter: those of escapes, and those that begin, continue or never stand in UTF-8.
  private static func everyPath(length: Int) -> [[UInt8]] {
    let bytes = Array(#"\xE95C/"#.utf8) + [0x80, 0xA9, 0xBF, 0xC0, 0xC3, 0xE0, 0xED, 0xF0, 0xF4, 0xFF]
    return (0..<length).reduce([[]]) { paths, _ in paths.flatMap { path in bytes.map { path + [$0] } } }
  }

  @Test(arguments: 0...4)
  func anyBytesHaveATextOfTheirOwnThatLeadsBackToThem(length: Int) {
    let paths = Self.everyPath(length: length)
    let texts = paths.map { String(pathBytes: $0) }
    #expect(texts.map(\.pathBytes) == paths)
    #expect(Set(texts.map { Array($0.utf8) }).count == paths.count)
  }

  @Test func allPairsOfBytesComeBack() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        #expect(String(pathBytes: [first, second]).pathBytes == [first, second])
      }
    }
  }

  @Test(
    arguments: [
      (Array("café/データ\n".utf8), "café/データ\n"), ([0x63, 0xE9], #"c\xE9"#),
      (Array(#"a\b\x41\xe9"#.utf8), #"a\b\x41\xe9"#),
      (Array(#"a\xE9"#.utf8), #"a\x5CxE9"#), (Array(#"\x5C"#.utf8), #"\x5Cx5C"#),
      ([0xB1, 0xB1, 0xBE, 0xA9], #"\xB1\xB1\xBE\xA9"#),
      ([0xC3, 0xA9, 0xC3], #"é\xC3"#), ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#),
      ([0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#),
      ([], ""),
    ] as [([UInt8], String)])
  func whatIsNoUTF8IsEscapedAndNothingElseButABackslashThatWouldLookLikeThat(bytes: [UInt8], text: String) {
    #expect(Array(String(pathBytes: bytes).utf8) == Array(text.utf8))
    #expect(text.pathBytes == bytes)
  }

  @Test func theSystemTakesTheBytesAndAZero() {
    #expect(#"a\xE9"#.systemPath.map { UInt8(truncatingIfNeeded: $0) } == [0x61, 0xE9, 0])
    #expect("".systemPath == [0])
    // What stands before the zero is another path.
    #expect("a\0b".systemPath == [0])
  }

  @Test func aDirectoryTellsAllItsNames() throws {
    let directory = try TemporaryDirectory()
    let names: [[UInt8]] = [[0x63, 0xE9], [0xC3, 0xA9], Array("e\u{301}".utf8), Array(#"\xE9"#.utf8), [0x2E, 0xFF]]
    for name in names {
      let path = Array(directory.path.utf8) + [0x2F] + name + [0]
      close(open(path.map { CChar(truncatingIfNeeded: $0) }, O_CREAT | O_WRONLY, 0o600))
    }
    let found = try #require(DirectoryNames.read(directory.path)).map(\.pathBytes)
    #expect(found.count == names.count && Set(found) == Set(names))
    #expect(DirectoryNames.read(directory.file("absent")) == nil)
    #expect(errno == ENOENT)
  }

  @Test func aDirectoryIsCreatedWithThoseItLiesInAlsoWhereASlashIsFollowedByACombiningMark() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a//\u{301}b/\\xE9/")
    try DirectoryCreation.create(path)
    try DirectoryCreation.create(path)
    #expect(DirectoryNames.read(directory.file("a/\u{301}b")) == [#"\xE9"#])
    try directory.create("file", [])
    let error = #expect(throws: DirectoryCreationError.self) { try DirectoryCreation.create(directory.file("file/x")) }
    #expect(error?.code == EEXIST || error?.code == ENOTDIR)
  }
}
