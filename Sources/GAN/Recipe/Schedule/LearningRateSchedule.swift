import TensorCore

/// How the learning rates go down over the length that was planned.
public enum LearningRateSchedule: String, CaseIterable, Sendable, SettingValue {
  /// They stay.
  case constant
  /// Along a straight line.
  case linear
  /// Along half a wave of the cosine (Loshchilov & Hutter, 2017).
  case cosine

  /// What is left of the way down, from 1 to 0, where a part of the length is done.
  func remainder(_ done: Double) -> Double {
    switch self {
    case .constant: 1
    case .linear: 1 - done
    case .cosine: (1 + portableSinCosTurns(done / 2).cos) / 2
    }
  }
}

/// How the learning rates change in the course of a run.
public struct ScheduleSettings: Hashable, Sendable {
  /// How they go down.
  public var shape = LearningRateSchedule.constant
  /// The epochs in which they do; those of the run, when it is begun, if `nil`.
  public var epochs: Int?
  /// What they come to, as a part of what is set.
  public var finalFraction = 0.0
  /// Steps in which they first rise to what is set.
  public var warmUpSteps = 0

  /// Rates that stay.
  public init() {}

  /// Whether nothing is learnt any more once the length that was planned is over.
  public var endsAtNothing: Bool { shape != .constant && finalFraction == 0 }

  /// What the learning rates are multiplied by in a step.
  ///
  /// - Parameters:
  ///   - step: the steps made before.
  ///   - length: the steps that were planned, at least 1; `nil` if none were.
  /// - Returns: the factor, from 0 to 1.
  func factor(at step: Int, of length: Int?) -> Double {
    let warmUp = step < warmUpSteps ? Double(step + 1) / Double(warmUpSteps) : 1
    guard shape != .constant, let length else { return warmUp }
    let remainder = step < length ? shape.remainder(Double(step) / Double(length)) : 0
    return warmUp * (finalFraction + (1 - finalFraction) * remainder)
  }
}

extension TrainingConfiguration {
  /// What the schedule multiplies both learning rates by in the step that follows so many.
  func scheduleFactor(at step: Int) -> Double {
    settings.schedule.factor(at: step, of: settings.schedule.epochs.map { max(1, lastStep(ofEpochs: $0)) })
  }
}

extension TrainingSettings.Table {
  /// ``ScheduleSettings/shape``.
  public static let schedule = Setting(
    \TrainingSettings.schedule.shape, key: "schedule", title: "schedule",
    option: .value(
      "schedule", valueName: "NAME", help: "How the learning rates go down in the course of the run."),
    absence: .means(.constant))

  /// ``ScheduleSettings/epochs``.
  public static let scheduleEpochs = Setting(
    \TrainingSettings.schedule.epochs, key: "scheduleEpochs", title: "schedule's epochs",
    option: .value(
      "schedule-epochs", valueName: "N",
      help: "Epochs in which they go down. (default: those of --epochs when the run is begun)"),
    range: .closed(1...1_000_000))

  /// ``ScheduleSettings/finalFraction``.
  public static let finalRate = Setting(
    \TrainingSettings.schedule.finalFraction, key: "finalRate", title: "final rate",
    option: .value(
      "final-rate", valueName: "X", help: "What the schedule brings the learning rates to, as a part of what is set."),
    range: .closed(0...1), absence: .means(0))

  /// ``ScheduleSettings/warmUpSteps``.
  public static let warmUp = Setting(
    \TrainingSettings.schedule.warmUpSteps, key: "warmUp", title: "warm-up",
    option: .value(
      "warm-up", valueName: "STEPS", help: "First raise the learning rates from near 0 in so many steps."),
    range: .closed(0...1_000_000_000), absence: .means(0))
}
