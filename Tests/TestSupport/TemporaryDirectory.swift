import Foundation

/// A directory that is gone when the test is over.
package final class TemporaryDirectory {
  /// Where it lies.
  package let path: String

  /// Creates a directory, whose name may be given an ending.
  package init(_ ending: String = "") throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("dcgan-\(UUID().uuidString)\(ending)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in this directory.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether there is a file or directory of a name here.
  package func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// The names of everything in this directory, sorted.
  package func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  /// The bytes of a file here, read without any of the code under test; none if it does not exist.
  package func contents(_ name: String) throws -> Data {
    holds(name) ? try Data(contentsOf: URL(fileURLWithPath: file(name))) : Data()
  }

  /// The lines of a text file here.
  package func lines(_ name: String) throws -> [Substring] {
    String(decoding: try contents(name), as: UTF8.self).split(separator: "\n")
  }

  /// Creates a file without any of the code under test, and the directories that it lies in, and returns its path.
  @discardableResult
  package func create(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return file(name)
  }

  /// Opens a new file for writing.
  package func fileToWrite(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(fileURLWithPath: create(name, [])))
  }
}

/// The bytes of a file, read without any of the code under test.
package func bytes(ofFile path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
