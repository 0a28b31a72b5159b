import FileFormats
import GAN

/// What to tell of changes in a run's history.
enum ChangeText {
  /// A change in words: `learning rate 0.0002 -> 0.0001, 2,560 -> 5,120 images`.
  static func text(_ change: TrainingChange) -> String {
    let settings = TrainingSettings.table.compactMap { setting in
      change.values[setting.key].map { "\(setting.title) \(text($0.from)) -> \(text($0.to))" }
    }
    let images = change.values[TrainingChange.imageCountKey].map { "\(text($0.from)) -> \(text($0.to)) images" }
    let others = change.values[TrainingChange.checksumKey].map { _ in "other images" }
    return (settings + [images ?? others].compactMap { $0 }).joined(separator: ", ")
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "none of its own"
    case .string(let text): text
    case .number(let number): number.double?.settingText ?? number.text
    default: value.text
    }
  }

  /// Sentences for a run that was asked to change.
  static func remarks(_ state: TrainingState, before: TrainingConfiguration, asked: [ChangeArgument]) -> [String] {
    guard !asked.isEmpty else { return [] }
    let configuration = state.configuration
    guard configuration != before, let change = configuration.history.changes.last else {
      return ["Nothing is changed: the run has these values already."]
    }
    var remarks = ["Changed from here on: \(text(change))."]
    let position = configuration.position(at: state.step)
    if change.beginsEpoch, before.position(at: state.step).stepsOfNextEpoch > 0 {
      remarks.append("Epoch \(position.epochsDone + 1) begins anew, with \(position.batchesPerEpoch) steps an epoch.")
    }
    if state.rollbacks > 0 {
      remarks.append(
        "The learning rates stay \(state.learningRateFactor.settingText) of what is set, because the numbers exploded "
          + "before.")
    }
    return remarks
  }
}
