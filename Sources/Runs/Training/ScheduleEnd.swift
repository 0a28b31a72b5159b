import FileFormats
import GAN

/// More epochs than the learning rates last for: they would come to nothing before, and nothing be learnt after.
public struct ScheduleEndError: Error, Equatable, CustomStringConvertible {
  /// The epoch with which the learning rates come to nothing.
  public let lastEpoch: Int
  /// The epochs that were asked for.
  public let epochs: Int

  /// A sentence.
  public var description: String {
    "The learning rates come to nothing with epoch \(lastEpoch), as was planned: there is nothing to learn in the rest of "
      + "\(counted(epochs, "epoch"))."
  }

  /// Refuses a length that a run's schedule does not reach.
  ///
  /// - Throws: ``ScheduleEndError``.
  static func check(_ schedule: ScheduleSettings, epochs: Int) throws(ScheduleEndError) {
    guard schedule.endsAtNothing, let last = schedule.epochs, last < epochs else { return }
    throw ScheduleEndError(lastEpoch: last, epochs: epochs)
  }
}

extension TrainingSettings {
  /// The settings of a run of so many epochs: a schedule whose length is left open has that of the run.
  func planned(epochs: Int) -> TrainingSettings {
    var planned = self
    if schedule.shape != .constant, schedule.epochs == nil { planned.schedule.epochs = epochs }
    return planned
  }
}
