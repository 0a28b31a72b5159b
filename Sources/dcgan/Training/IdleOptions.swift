import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// Options of a new run that come to nothing beside the others.
enum IdleOptions {
  /// A sentence about each that the user gave, for a run on images of a shape.
  static func remarks(_ arguments: ParsedArguments, _ settings: TrainingSettings, _ image: Shape) -> [String] {
    typealias Table = TrainingSettings.Table
    var remarks: [String] = []
    func check(_ setting: some AnySetting<TrainingSettings>, isIdle: Bool, _ reason: String) {
      guard isIdle, let option = setting.option?.name, SettingOptions.given(setting, arguments) != nil else { return }
      remarks.append("Note: '--\(option)' has no effect here: \(reason)")
    }
    let (isConstant, noSchedule) = (
      settings.schedule.shape == .constant, "the learning rates stay as they are without '--schedule'."
    )
    check(Table.scheduleEpochs, isIdle: isConstant, noSchedule)
    check(Table.finalRate, isIdle: isConstant, noSchedule)
    check(Table.penaltyInterval, isIdle: !settings.penalty.isOn, "there are no penalties without '--r1' or '--r2'.")
    check(
      Table.averageRampUp, isIdle: !settings.average.isKept, "there is no average without '--average-half-life'.")
    check(
      Table.keptFakes, isIdle: settings.keptFakes < 1 && settings.keptFakesOfShard == settings.shardSize,
      "\(settings.keptFakes.settingText) of the \(counted(settings.shardSize, "fake")) of a \(settings.shards > 1 ? "shard" : "batch"), "
        + "rounded, are all of them.")
    if SettingOptions.given(Table.augmentations, arguments) != nil {
      remarks += settings.augmentations.idle(on: image).map { name, reason in
        "Note: '--augment \(name)' has no effect on images of \(image.imageText): \(reason)."
      }
    }
    return remarks
  }
}
