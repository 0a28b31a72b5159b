import Foundation

/// A directory that is gone when the test is over.
final class TemporaryDirectory {
  let path: String

  /// Creates a directory, whose name may be given an ending.
  init(_ ending: String = "") throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("dcganTests-\(UUID().uuidString)\(ending)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The program, run from here.
  var program: Program { Program(directory: path) }

  /// The path of a file in this directory.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether there is a file or directory of a name here.
  func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// The bytes of a file here, read without any of the code under test; none if it does not exist.
  func contents(_ name: String) throws -> Data {
    holds(name) ? try Data(contentsOf: URL(fileURLWithPath: file(name))) : Data()
  }

  /// The lines of a text file here.
  func lines(_ name: String) throws -> [Substring] {
    String(decoding: try contents(name), as: UTF8.self).split(separator: "\n")
  }

  /// Creates a file, and the directories that it lies in, and returns its path.
  @discardableResult
  func create(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Opens a new file for writing.
  func fileToWrite(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(fileURLWithPath: create(name, [])))
  }
}
