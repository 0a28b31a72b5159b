import CommandLineKit
import GAN
import Runs

/// Whether a new run goes by the classes of its images.
struct ClassUse {
  let isConditional: Bool
  /// What to say of it where the user did not.
  let remark: String?

  /// Decides it: an option or the example says so, or else the networks that the run begins with, or else the recipe,
  /// where the images have classes and the networks a place for them.
  init(
    _ arguments: ParsedArguments, _ settings: TrainingSettings, _ architecture: Architecture, _ data: TrainingData,
    base: LoadedModel? = nil, like example: ExampleRun? = nil
  ) {
    let isGiven = example != nil || SettingOptions.given(TrainingSettings.Table.conditional, arguments) != nil
    guard !isGiven, base == nil, architecture.classCount == nil else {
      isConditional = isGiven ? settings.isConditional : architecture.classCount != nil
      remark = nil
      return
    }
    let adapted = settings.conditionalWherePossible(architecture, data)
    isConditional = adapted.isConditional
    remark =
      adapted.isConditional
      ? "The images have labels: the networks learn their \((try? data.classes().present.count) ?? 0) classes (not with "
        + "--\(SettingFlag.opposite(of: TrainingSettings.Table.conditional.option?.name ?? "")))."
      : nil
  }
}
