/// The system does not let the process open as many files as it needs.
struct OpenFilesError: ExitCodeProviding {
  /// How many it needs.
  let count: Int

  var description: String {
    "The program needs to open \(count) files at a time, and the system does not allow as many."
  }

  var advice: String? { "Raise the limit, for instance with 'ulimit -n 256', or close what the shell holds open." }

  var exitCode: ExitCode { .outOfMemory }
}
