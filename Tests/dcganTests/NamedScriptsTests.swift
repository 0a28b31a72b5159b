import Foundation
import Testing

/// The scripts that the program sends its users to.
struct NamedScriptsTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The paths that string literals of the program and its library name, sorted.
  private static func pathsInMessages() throws -> [String] {
    let sources = root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    var paths: Set<String> = []
    for name in names {
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") where !line.drop(while: \.isWhitespace).hasPrefix("//") {
        paths.formUnion(line.matches(of: /scripts\/[A-Za-z0-9_.\/-]*[A-Za-z0-9]/).map { String($0.output) })
      }
    }
    return paths.sorted()
  }

  @Test func everyScriptThatAMessageNamesCanBeOpenedAndStarted() throws {
    let paths = try Self.pathsInMessages()
    #expect(paths.contains("scripts/data/fetch-fashion-mnist.sh"))
    for path in paths {
      let script = Self.root.appending(path: path)
      #expect(throws: Never.self, "\(path)") {
        let file = try FileHandle(forReadingFrom: script)
        #expect(try file.read(upToCount: 2) == Data("#!".utf8), "\(path)")
      }
      #expect(FileManager.default.isExecutableFile(atPath: script.path), "\(path)")
    }
  }
}
