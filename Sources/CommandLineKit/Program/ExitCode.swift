/// What the process tells the shell when it ends: 0, a code of BSD's `sysexits.h`, or 128 + a signal's number.
///
/// A command that has already said what there is to say may throw a bare `ExitCode` to end quietly with it.
public struct ExitCode: RawRepresentable, Hashable, Error {
  /// The process's exit status, 0...255.
  public let rawValue: Int32

  /// Makes an exit code of any status, 0...255.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Everything went well.
  public static let success = ExitCode(rawValue: 0)
  /// An error that no other code describes.
  public static let failure = ExitCode(rawValue: 1)
  /// The command line makes no sense (`EX_USAGE`).
  public static let usage = ExitCode(rawValue: 64)
  /// An input is there, but damaged or of the wrong kind (`EX_DATAERR`).
  public static let badData = ExitCode(rawValue: 65)
  /// An input does not exist or cannot be opened (`EX_NOINPUT`).
  public static let noInput = ExitCode(rawValue: 66)
  /// The processor lacks instructions that the program needs (`EX_UNAVAILABLE`).
  public static let unsupportedProcessor = ExitCode(rawValue: 69)
  /// The computation diverged: its numbers are no longer finite or of any use (`EX_SOFTWARE`).
  public static let diverged = ExitCode(rawValue: 70)
  /// There is not enough memory (`EX_OSERR`, an error of the operating system).
  public static let outOfMemory = ExitCode(rawValue: 71)
  /// An output cannot be created (`EX_CANTCREAT`).
  public static let cannotCreate = ExitCode(rawValue: 73)
  /// Reading or writing failed half-way (`EX_IOERR`).
  public static let inputOutput = ExitCode(rawValue: 74)
  /// Another process holds what is needed; a later try may succeed (`EX_TEMPFAIL`).
  public static let inUse = ExitCode(rawValue: 75)
  /// The user pressed Control-C (128 + `SIGINT`).
  public static let interrupted = ExitCode(rawValue: 130)
}

/// An error that knows its exit code. Its `description` is a whole sentence for the user: what is wrong, where, and
/// what to do about it.
public protocol ExitCodeProviding: Error, CustomStringConvertible {
  /// The code with which a program stopped by this error ends.
  var exitCode: ExitCode { get }

  /// What to do about it, as further sentences behind the `description`; `nil` if that says it.
  var advice: String? { get }
}

extension ExitCodeProviding {
  /// Nothing beyond the description.
  public var advice: String? { nil }

  /// The description and the advice.
  var message: String { [description, advice].compactMap { $0 }.joined(separator: " ") }
}
