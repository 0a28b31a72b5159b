/// What went wrong in a command that has to end together with other processes: it is told of before, since the end of
/// one of them may end this one.
public struct FailureBeforeEnding: Error {
  /// What is told of.
  public let cause: any Error
  /// Ends with the others, and gives the code to exit with. It is called where the error was thrown.
  nonisolated(unsafe) public let end: () -> ExitCode

  /// Puts an error before an end.
  public init(_ cause: any Error, end: @escaping () -> ExitCode) {
    (self.cause, self.end) = (cause, end)
  }
}
