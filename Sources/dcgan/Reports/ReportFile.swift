import CommandLineKit
import FileFormats

/// The file that a page goes to.
struct ReportFile {
  private let path: String
  private static let standardOutput = "/dev/stdout"
  private static let start = Array("<!DOCTYPE html>".utf8)

  /// Refuses, before any work, a file that cannot be created, that promises another format or holds something else, and
  /// a terminal.
  ///
  /// - Throws: `UsageError` or `FileError`.
  init(path: String) throws {
    self.path = path == "-" ? Self.standardOutput : path
    if isStandardOutput {
      guard !AtomicFile.isTerminal(self.path) else {
        throw UsageError(
          "'--out -' is a terminal, which would show the page's source. Name a file, or send standard output to one with "
            + "'>'.")
      }
    } else {
      guard !isDirectory(path) else {
        let directory = path.hasSuffix("/") ? path : path + "/"
        throw UsageError("'--out \(path)' is a directory. Name a file in it, such as '\(directory)report.html'.")
      }
      let name = PathComponents.lastName(of: path) ?? path
      if let other = Self.others.first(where: name.lowercased().hasSuffix) {
        throw UsageError("'\(path)' would be a page of HTML, and its name promises '\(other)'. End it in '.html'.")
      }
      try ReplaceableFile.check(path, isA: "page of HTML") { $0.starts(with: Self.start) }
    }
    try AtomicFile.checkCreatable(self.path)
  }

  /// Endings of files that people would look for something else in.
  private static let others = [".pdf", ".png", ".svg", ".md", ".json", ".csv", ".txt", ".jpg", ".jpeg", ".gif"]

  /// Whether the bytes go to standard output.
  var isStandardOutput: Bool { path == Self.standardOutput }

  /// Writes the page, atomically.
  ///
  /// - Throws: `FileError`.
  func write(_ bytes: [UInt8]) throws {
    try AtomicFile.write(bytes, to: path, replaceExisting: true)
  }
}
