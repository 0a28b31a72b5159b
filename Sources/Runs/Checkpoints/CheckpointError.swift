import FileFormats

/// A file that is no usable checkpoint.
public struct CheckpointError: Error, CustomStringConvertible {
  /// What can still be done with the file.
  public enum Use: Sendable, Equatable {
    /// Nothing.
    case none
    /// Its networks can begin another run.
    case networksOnly
    /// Its networks can be used by whoever knows their architecture.
    case unnamedArchitecture
    /// Its tensors may be those of networks, under other names.
    case otherNames
  }

  /// What is wrong with which file, as a sentence.
  public let description: String
  /// The file, as the user named it.
  public let path: String
  /// What can still be done with the file.
  public let use: Use

  init(_ path: String, _ reason: String, _ use: Use = .none, endsSentence: Bool = false) {
    self.path = path
    self.use = use
    description = "'\(path)' \(reason)\(endsSentence ? "" : ".")"
  }

  /// An error about a damaged file, with a sentence on what to do.
  init(damage: FileError, advice: String) {
    path = damage.path
    use = .none
    description = "\(damage) \(advice)"
  }
}
