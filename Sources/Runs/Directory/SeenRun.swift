import FileFormats
import GAN

/// A run as it was when it was looked at. Reading a run needs no lock, so that after long work on what was read, another
/// may have taken its place.
public struct SeenRun {
  /// Where it lies.
  public let directory: RunDirectory
  private let training: TrainingConfiguration?

  /// Looks at a directory; `nil` if it is no run's.
  public init?(_ directory: RunDirectory) {
    guard fileExists(directory.configuration) else { return nil }
    self.directory = directory
    training = Self.training(in: directory)
  }

  /// The directory, for something that is to be told of this very run.
  ///
  /// - Throws: ``FileFormats/FileError`` unless the same run lies there still, be it that it has gone on.
  public func stillThere() throws -> RunDirectory {
    guard fileExists(directory.configuration), Self.training(in: directory) == training else {
      throw FileError(
        .cannotCreate, path: directory.path, reason: "the run has been begun anew, changed or removed meanwhile")
    }
    return directory
  }

  private static func training(in directory: RunDirectory) -> TrainingConfiguration? {
    (try? RunConfiguration(directory))?.training
  }
}
