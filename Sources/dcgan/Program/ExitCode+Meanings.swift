import CommandLineKit

extension ExitCode {
  /// What the program's exit codes tell, for its manual.
  static let meanings: [(code: String, meaning: String)] =
    [
      (.success, "Done; also a run that --max-time ended."),
      (.failure, "An error that no other code describes."),
      (.usage, "Wrong usage."),
      (.badData, "Bad data."),
      (.noInput, "An input is not there."),
      (.unsupportedProcessor, "The processor lacks instructions that the program needs."),
      (.diverged, "The training diverged."),
      (.outOfMemory, "There is not enough memory; a training is refused before anything is begun or removed."),
      (.cannotCreate, "An output cannot be created."),
      (.inputOutput, "Input or output failed."),
      (.inUse, "The run directory is in use."),
    ].map { (code: ExitCode, meaning) in ("\(code.rawValue)", meaning) }
    + [("129, 130, 143", "Interrupted by SIGHUP, SIGINT or SIGTERM.")]
}
