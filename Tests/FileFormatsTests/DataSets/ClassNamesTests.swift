import TestSupport
import Testing

@testable import FileFormats

struct ClassNamesTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func namesComeBackWithoutTheLineEndsInThem() throws {
    #expect(try ClassNamesFile.read(dataSet: directory.path).isEmpty)
    try ClassNamesFile.write(["T-shirt", "ankle\nboot"], path: ClassNamesFile.path(dataSet: directory.path))
    #expect(try ClassNamesFile.read(dataSet: directory.path) == ["T-shirt", "ankle boot"])
    #expect(throws: FileError.self) {
      try ClassNamesFile.write(["bag"], path: ClassNamesFile.path(dataSet: directory.path))
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func aLineIsAClassHoweverItEndsAndEvenIfItIsEmpty(end: String) throws {
    for last in ["", end] {
      _ = try directory.create("classes.txt", Array("bag\(end)\(end)boot\(last)".utf8))
      #expect(try ClassNamesFile.read(dataSet: directory.path) == ["bag", "", "boot"])
    }
  }
}
