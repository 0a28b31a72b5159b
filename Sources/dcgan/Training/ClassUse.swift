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
      : settings.isConditional ? Self.adviceOnClusters(data) : nil
  }

  /// What is worth trying with many images without labels.
  private static func adviceOnClusters(_ data: TrainingData) -> String? {
    let count = data.images.count
    guard data.images.labels == nil, data.labelsFault == nil, count >= leastImagesForClusters else { return nil }
    let clusters = min(mostClusters, count / imagesOfCluster)
    return "The images have no labels. Kinds found among them make most images look better: "
      + "dcgan import \(data.path) --clusters \(clusters) --out ... ('Choosing a recipe' says how much)."
  }

  /// Images to a cluster, about: of 60,000 images, 250 clusters did better than 50 and 100, and of the least number 41
  /// better than none.
  private static let imagesOfCluster = 240
  private static let mostClusters = 250
  private static let leastImagesForClusters = 10_000
}
