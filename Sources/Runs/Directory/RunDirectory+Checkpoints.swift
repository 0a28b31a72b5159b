import FileFormats
import Foundation
import GAN
import Platform

/// The checkpoints of a run: `checkpoint.safetensors` is the newest, and `checkpoint-00000120.safetensors` one of step
/// 120 that it has replaced.
///
/// A new checkpoint is renamed into the newest one's place, which before has been given its second name. So there is a
/// whole newest checkpoint at every moment, and the one before it besides.
extension RunDirectory {
  private static let olderPrefix = "checkpoint-"
  private static let suffix = ".safetensors"
  private static let stepDigits = 8

  /// The checkpoint of a step once it is no longer the newest.
  public func olderCheckpoint(step: Int) -> String { path + "/" + Self.olderName(step: step) }

  private static func olderName(step: Int) -> String {
    olderPrefix + step.text(digits: stepDigits) + suffix
  }

  /// Finds the steps of the older checkpoints that lie here, the latest first.
  public func olderCheckpointSteps() -> [Int] {
    let names = DirectoryNames.read(path) ?? []
    return names.compactMap { name in
      let step = Int(name.dropFirst(Self.olderPrefix.count).dropLast(Self.suffix.count))
      // A name that says a number in another way is not ours.
      return step.flatMap { name == Self.olderName(step: $0) ? $0 : nil }
    }.sorted(by: >)
  }

  /// Finds all checkpoints that lie here, the newest first.
  public func checkpoints() -> [String] {
    (fileExists(checkpoint) ? [checkpoint] : [])
      + olderCheckpointSteps().map(olderCheckpoint)
  }

  /// Reads the newest checkpoint that is not damaged.
  ///
  /// - Parameter passOver: Told what is wrong with a damaged one.
  /// - Returns: The checkpoint; `nil` if none was written yet.
  /// - Throws: ``RunDirectoryError`` if all are damaged; ``CheckpointError`` if one is sound, but of no use to this
  ///   program, for which an older one would be no substitute.
  public func newestSoundCheckpoint(passOver: (FileError) -> Void) throws -> Checkpoint? {
    var newestDamage: FileError?
    for path in checkpoints() {
      do {
        return try Checkpoint(path: path)
      } catch let error as FileError where error.meansDamage {
        if (try? SafetensorsFile(path: path, requireChecksum: false)) != nil {
          // What somebody has changed on purpose is not written over by what lies behind it.
          throw RunDirectoryError(
            .badData,
            "\(error) Its tensors are whole: another program has written it. Begin a run with its networks by "
              + "--init-from \(path.shellQuoted), or remove it, to go on from the one before.")
        }
        passOver(error)
        newestDamage = newestDamage ?? error
      }
    }
    guard let newestDamage else { return nil }
    throw RunDirectoryError(
      .noSoundCheckpoint, "\(newestDamage) There is no sound older checkpoint in '\(path)'.")
  }

  /// Writes the newest checkpoint, and keeps some of those before it.
  ///
  /// - Parameters:
  ///   - state: What to save.
  ///   - replacedStep: The step of the newest checkpoint so far, which gets a second name; `nil` if there is none that
  ///     is sound.
  ///   - keptCount: The number of checkpoints to leave here, the new one included.
  /// - Throws: What ``Checkpoint/write(_:to:)`` does; the checkpoints that were there then stay.
  func save(_ state: TrainingState, replacing replacedStep: Int?, keep keptCount: Int) throws {
    if keptCount > 1, let replacedStep, replacedStep != state.step {
      try keepNewest(as: olderCheckpoint(step: replacedStep))
    }
    try Checkpoint.write(state, to: checkpoint)
    // Those of later steps are damaged and were passed over, or tell of a way that the run has left by going back. The
    // same holds for one of this step if it is damaged.
    let older = olderCheckpointSteps()
    let earlier = older.filter {
      $0 < state.step || $0 == state.step && (try? Checkpoint(path: olderCheckpoint(step: $0))) != nil
    }.prefix(keptCount - 1)
    for step in older where !earlier.contains(step) { unlink(olderCheckpoint(step: step).systemPath) }
  }

  private func keepNewest(as name: String) throws {
    // On a file system without links, a save that then failed may have moved it to its second name already.
    guard fileExists(checkpoint) else { return }
    // Left by a run that was killed, or could not write, after this.
    unlink(name.systemPath)
    if linkat(AT_FDCWD, checkpoint.systemPath, AT_FDCWD, name.systemPath, AT_SYMLINK_FOLLOW) == 0 { return }
    let code = errno
    // Some file systems have no links. Without the newest name, the checkpoint is found by this one.
    let hasNoLinks = [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(code)
    if hasNoLinks && rename(checkpoint.systemPath, name.systemPath) == 0 { return }
    // The checkpoint is a symbolic link to another disk, where nothing else is ours.
    if code == EXDEV { return }
    throw FileError(
      .cannotCreate, path: name, reason: "the checkpoint before cannot be kept: \(String(cString: strerror(code)))")
  }
}

extension FileError {
  /// Whether a file is there that does not hold what was written to it.
  var meansDamage: Bool { kind == .badData || kind == .inputOutput }
}
