import CommandLineKit
import Runs

extension RunDirectory {
  /// Finds the runs that were named.
  ///
  /// - Parameters:
  ///   - paths: run directories, or directories of runs.
  ///   - maximumCount: how many can be shown together.
  ///   - marks: what of more of them cannot be told apart, with an article where it needs one.
  /// - Returns: each once, in their order; the newest under `runs/` if none was named.
  /// - Throws: `UsageError` if they are more; `FileError` if there is none.
  static func named(_ paths: [String], maximumCount: Int, marks: String) throws -> [RunDirectory] {
    let all = try paths.isEmpty ? [newest()] : paths.flatMap(runs)
    var seen: Set<String> = []
    let named = all.filter { seen.insert($0.path).inserted }
    guard named.count <= maximumCount else {
      throw UsageError(
        "These are \(named.count) runs, and \(marks) of more than \(maximumCount) cannot be told apart. Name fewer of them."
      )
    }
    return named
  }
}
