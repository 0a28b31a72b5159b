import CommandLineKit
import FileFormats

/// The data that a run learnt from are no longer where they were.
struct MissingDataError: ExitCodeProviding {
  let error: FileError

  var exitCode: ExitCode { error.exitCode }
  var description: String { error.description }
  var advice: String? { "The run learnt from the data there. If they are elsewhere now, say where with --data DIR." }

  /// Refuses a recorded path at which nothing lies.
  static func check(_ path: String) throws(MissingDataError) {
    guard !fileExists(path) else { return }
    throw MissingDataError(error: FileError(.missingInput, path: path, reason: "there is nothing here"))
  }
}
