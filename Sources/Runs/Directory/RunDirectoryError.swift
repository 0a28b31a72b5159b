import Foundation
import Platform

/// A run directory that cannot be used.
public struct RunDirectoryError: Error, CustomStringConvertible {
  /// What is wrong in general.
  public enum Kind: Sendable {
    /// It must exist and does not.
    case missing
    /// There is no run where they are looked for.
    case noRuns
    /// It holds a run already, which is not to be replaced.
    case taken
    /// It holds a run all of whose checkpoints are damaged.
    case noSoundCheckpoint
    /// It or something in it cannot be created or removed.
    case cannotCreate
    /// It holds what cannot be read.
    case badData
    /// Another training writes to it.
    case inUse
  }

  /// What is wrong in general.
  public let kind: Kind
  /// What is wrong, as a sentence.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// A directory that cannot be created.
  init(cannotCreate directory: RunDirectory, _ cause: DirectoryCreationError) {
    self.init(.cannotCreate, "The run directory '\(directory.path)' cannot be created: \(cause.reason).")
  }

  /// A directory that cannot be written to, with the system's number of the reason.
  init(cannotWrite directory: RunDirectory, _ code: Int32) {
    self.init(
      .cannotCreate, "The run directory '\(directory.path)' cannot be written to: \(String(cString: strerror(code))).")
  }

  /// A file of a run that cannot be removed, with the reason as a clause.
  init(cannotRemove file: String, _ reason: String) {
    self.init(.cannotCreate, "'\(file)' cannot be removed: \(reason).")
  }

  /// A directory that another training writes to.
  init(inUse directory: RunDirectory) {
    self.init(.inUse, "Another training writes to '\(directory.path)'.")
  }

  /// A directory that holds a run already.
  init(taken directory: RunDirectory) {
    self.init(.taken, "'\(directory.path)' already holds a run.")
  }
}
