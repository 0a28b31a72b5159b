import FileFormats
import Platform

/// The path of a run's data in its `config.json`: absolute, so that the run goes on wherever it is resumed from, as by
/// cron. Runs from before may have a relative one.
enum DataPath {
  /// What is written of a path: it is made absolute, unless nothing lies there and it is a mere name.
  static func recorded(_ path: String) -> String { fileExists(path) ? absolute(path) : path }

  /// The path that a recorded one means: below the working directory by its shorter name; and if nothing lies there,
  /// a relative one as seen from the run's directory or one above it.
  static func found(_ recorded: String, by run: RunDirectory) -> String {
    if let here = WorkingDirectory.path, recorded.hasPrefix(here + "/"), recorded.count > here.count + 1 {
      return String(recorded.dropFirst(here.count + 1))
    }
    if recorded.hasPrefix("/") || fileExists(recorded) { return recorded }
    var directory = absolute(run.path)
    while !directory.isEmpty {
      let candidate = "\(directory)/\(recorded)"
      if fileExists(candidate) { return candidate }
      directory = String(directory[..<(directory.lastIndex(of: "/") ?? directory.startIndex)])
    }
    return recorded
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let here = WorkingDirectory.path else { return path }
    return "\(here)/\(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)"
  }
}
