import CommandLineKit
import FileFormats
import GAN
import Runs
import TensorCore

/// What a new run takes for its data where the options leave it open, and why.
struct FittingChoice {
  let architecture: Architecture
  let batchSize: Int
  /// Sentences about what was chosen.
  let remarks: [String]

  /// Chooses for images of a shape.
  ///
  /// - Throws: what making the networks throws; `UsageError` if no preset is made for images of that size.
  init(
    _ arguments: ParsedArguments, _ settings: TrainingSettings, _ image: Shape, imageCount: Int, base: LoadedModel?,
    like example: ExampleRun? = nil
  ) throws {
    var remarks: [String] = []
    var isOfPreset = false
    if let base {
      architecture = base.configuration.architecture
    } else if let source = arguments[ArchitectureOptions.architecture] {
      architecture = try ArchitectureOptions.architecture(source, arguments, recipe: settings.recipe, image: image)
      if case .preset = source { isOfPreset = true }
    } else if let example {
      architecture = try example.architecture(arguments)
    } else {
      let preset = try Self.preset(for: image)
      architecture = try ArchitectureOptions.architecture(
        .preset(preset), arguments, recipe: settings.recipe, image: image)
      isOfPreset = true
      remarks.append(Self.remark(on: preset, for: image, chosenBy: "--architecture"))
    }
    if isOfPreset, let remark = ArchitectureOptions.widthRemark(settings.recipe, arguments) { remarks.append(remark) }
    if example == nil, let remark = Self.remark(on: settings.recipe, arguments) { remarks.append(remark) }
    let standard = settings.batchSize
    let isGiven = example != nil || SettingOptions.given(TrainingSettings.Table.batchSize, arguments) != nil
    if !isGiven, (1..<standard).contains(imageCount) {
      batchSize = imageCount
      remarks.append(
        "There \(imageCount == 1 ? "is" : "are") only \(counted(imageCount, "image")): taking batches of \(imageCount), not of \(standard)."
      )
    } else {
      batchSize = standard
    }
    self.remarks = remarks
  }

  /// Says which preset was taken for images of a shape, and by which option another is.
  static func remark(on preset: Preset, for image: Shape, chosenBy option: String) -> String {
    "The images are \(image.imageText): taking the architecture \(preset.rawValue) (choose another with \(option))."
  }

  /// Says that a recipe was taken since there are few images; `nil` if it was not.
  static func remark(on recipe: Recipe, _ arguments: ParsedArguments) -> String? {
    guard recipe == .smallData, SettingOptions.given(TrainingSettings.Table.recipe, arguments) == nil else {
      return nil
    }
    return "There are fewer than \(Recipe.smallDataLimit.grouped) images: taking the recipe \(recipe.rawValue) (choose "
      + "another with --recipe)."
  }

  /// The preset for images of a shape.
  ///
  /// - Throws: `UsageError` with what else there is, if none is made for that size.
  static func preset(for image: Shape) throws -> Preset {
    if let preset = Preset.fitting(image) { return preset }
    let fitting = Preset.allCases.filter { $0.fits(image) }.map(\.rawValue).joined(separator: ", ")
    let size = max(8, (min(image.height, image.width) + 2) / 4 * 4)
    throw UsageError(
      "The images are \(image.height)x\(image.width), and a DCGAN needs a height and a width that are multiples of 4. "
        + "Choose '--architecture' from those that fit as they are (\(fitting)), or bring pictures to another size with "
        + "'dcgan import PICTURES --out DIR --size \(size)'.")
  }
}
