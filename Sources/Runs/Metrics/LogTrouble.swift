import FileFormats
import GAN

/// What can go wrong with a log, after which training goes on.
public enum LogTrouble: RunNotice {
  /// The log of a run that went back could not be cut back.
  case isNotCut(String)
  /// A line could not be written, and waits.
  case waits(FileError)
  /// In the end, lines of the log at a path are missing.
  case lacksLines(Int, path: String)
  /// What TensorBoard is to show could not be written, and waits.
  case eventWaits(FileError)
  /// In the end, records for TensorBoard are missing in a file at a path.
  case lacksEvents(Int, path: String)

  /// What went wrong and what happens next, as sentences.
  public var description: String {
    switch self {
    case .isNotCut(let reason): "Warning: \(reason) Training goes on, and the log as it is."
    case .waits(let error): "Warning: \(error) Training goes on; the lines are added when they can be written."
    case .lacksLines(let count, let path):
      "Warning: '\(path)' lacks \(counted(count, "line")) that could not be written."
    case .eventWaits(let error):
      "Warning: \(error) Training goes on; what TensorBoard is to show is added when it can be written."
    case .lacksEvents(let count, let path):
      "Warning: '\(path)' lacks \(counted(count, "record")) that could not be written."
    }
  }
}
