import CommandLineKit
import GAN

/// The settings of a new run with what its recipe wishes for discriminators that a penalty can be taken through.
struct PenaltyUse {
  let settings: TrainingSettings
  /// What to say of it where the user did not.
  let remark: String?

  /// Decides it: who gives the loss, a penalty or smooth labels is left alone, and so is an example with its own networks.
  init(
    _ arguments: ParsedArguments, _ asked: TrainingSettings, _ architecture: Architecture,
    like example: ExampleRun? = nil
  ) {
    typealias Table = TrainingSettings.Table
    let isGiven =
      (example != nil && !arguments.wasGiven(ArchitectureOptions.architecture))
      || SettingOptions.given(Table.loss, arguments) != nil
      || [Table.labelSmoothing, Table.r1, Table.r2].contains { SettingOptions.given($0, arguments) != nil }
    settings = isGiven ? asked : asked.penalizedWherePossible(architecture)
    remark =
      settings == asked
      ? nil
      : "The generator has several fully connected layers, and the discriminator is linear but for its rectifiers: "
        + "taking the loss \(settings.loss.rawValue), --r1 \(settings.penalty.r1.settingText) and --r2 "
        + "\(settings.penalty.r2.settingText) (give --loss or one of these to choose yourself)."
  }
}
