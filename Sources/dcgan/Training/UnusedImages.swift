import FileFormats
import GAN
import Runs

/// Images that a data set holds, and that a run which goes on does not learn from: it has to keep to its own.
enum UnusedImages {
  /// What to say of them, with a way to learn from all.
  ///
  /// - Parameters:
  ///   - data: The images of the data set, or the first of them.
  ///   - limit: How many of them the user wants; `nil` if that was not said.
  ///   - training: What the run was trained with so far.
  ///   - advice: What to do to learn from all of them.
  /// - Returns: A note; `nil` if there are none, or the user has asked for fewer.
  static func remark(
    _ data: TrainingData, limit: Int?, before training: TrainingConfiguration, advice: String
  ) -> String? {
    let count = training.data.imageCount
    guard limit == nil, data.availableCount > count else { return nil }
    return "Note: '\(data.path)' holds \(data.availableCount.grouped) images, and the run goes on with the first "
      + "\(count.grouped), as before. \(advice)"
  }

  /// The commands that learn from all images of a data set by a run's networks.
  static func advice(_ run: RunDirectory, _ data: TrainingData, before training: TrainingConfiguration) -> String {
    let (run, path) = (run.path.shellQuoted, data.path.shellQuoted)
    return training.heldOutCount == 0
      ? "To learn from all of them from here on: dcgan train --resume \(run) --change data=\(path)"
      : "For a run of its own that begins with these networks: dcgan train --init-from \(run) --data \(path)"
  }
}
