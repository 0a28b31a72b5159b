import CommandLineKit
import GAN
import TensorCore

/// What `--architecture` names.
enum ArchitectureSource: Equatable, ArgumentValue {
  case preset(Preset)
  case file(String)

  private static let presets = Preset.allCases.map(\.rawValue)
  static let candidates = presets + ["FILE.json"]
  static let expectation =
    Preset.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") + " or a file whose name ends in '.json'"

  init?(argument: String) {
    if let preset = Preset(rawValue: argument) {
      self = .preset(preset)
    } else if argument.hasSuffix(".json") {
      self = .file(argument)
    } else {
      return nil
    }
  }

  static func fault(of text: String) -> ArgumentFault? { .nearest(to: text, among: presets) }

  var argumentText: String {
    switch self {
    case .preset(let preset): preset.rawValue
    case .file(let path): path
    }
  }
}

/// Height and width of images: `28`, or `64x48`.
struct ImageSize: Equatable, ArgumentValue {
  let height: Int
  let width: Int

  static let expectation = "a number of pixels or HEIGHTxWIDTH, each from 1 to 16384"

  init?(argument: String) {
    let extents = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
      Int($0.trimmingSpaces) ?? 0
    }
    guard let height = extents.first, let width = extents.last, extents.count <= 2,
      extents.allSatisfy((1...16384).contains)
    else { return nil }
    (self.height, self.width) = (height, width)
  }

  var argumentText: String { height == width ? "\(height)" : "\(height)x\(width)" }
}

/// The options that choose the networks.
enum ArchitectureOptions {
  static let architecture = Option<ArchitectureSource?>(
    "architecture", valueName: "NAME|FILE",
    help: architectureHelp + " (default: the DCGAN that fits the images: dcgan28, dcgan32 or dcgan64)")
  /// What networks can be named.
  static let architectureHelp =
    "Networks: a preset, as 'dcgan architectures' lists them, or a file of JSON, as 'dcgan architectures NAME --json' "
    + "prints it."
  static let latentSize = Option<Int?>(
    "latent-size", valueName: "N", help: "Values of a latent vector. (default: 100, of infogan28 64)",
    validate: .in(1...4096))
  static let baseChannels = Option<Int?>(
    "base-channels", valueName: "N",
    help: "Width of a preset's layers: 64 as listed, 32 half as many channels in each; 128 makes dcgan64 the paper's. "
      + "(default: \(Preset.defaultBaseChannels)\(widths))", validate: .in(Preset.possibleBaseChannels))
  private static let widths = Recipe.allCases.filter { $0.baseChannels != Preset.defaultBaseChannels }
    .map { ", of the recipe \($0.rawValue) \($0.baseChannels)" }.joined()

  /// What is said of a preset whose width comes from a recipe; `nil` if it is the usual one.
  static func widthRemark(_ recipe: Recipe, _ arguments: ParsedArguments) -> String? {
    guard recipe.baseChannels != Preset.defaultBaseChannels, !arguments.wasGiven(baseChannels) else { return nil }
    return "The recipe \(recipe.rawValue) takes networks of \(recipe.baseChannels) base channels, not of "
      + "\(Preset.defaultBaseChannels) (choose others with --base-channels)."
  }

  static let imageSize = Option<ImageSize?>(
    "image-size", valueName: "N|HxW", help: "Pixels of the images, as 28 or 64x48. (default: the preset's own)")
  static let channels = Option<Int?>(
    "channels", valueName: "N", help: "Values of a pixel: 1 is grey, 3 is colour. (default: the preset's own)",
    validate: .in(1...16))

  /// Of a command to which data give the images' shape.
  static let networks: [any ArgumentKey] = [architecture, latentSize, baseChannels]
  /// Of a command that has no data.
  static let shape: [any ArgumentKey] = [latentSize, baseChannels, imageSize, channels]

  /// The networks for images of a shape. A preset has the recipe's width where the options wish for none.
  static func architecture(
    _ source: ArchitectureSource, _ arguments: ParsedArguments, recipe: Recipe = .default, image: Shape
  ) throws -> Architecture {
    try make(source, arguments, recipe) { _ in image }
  }

  /// The networks for the images that the options describe.
  static func architecture(
    _ source: ArchitectureSource, _ arguments: ParsedArguments, recipe: Recipe = .default
  ) throws -> Architecture {
    try make(source, arguments, recipe) { preset in
      let usual = preset.defaultImage
      let size = arguments[imageSize]
      return Shape(
        height: size?.height ?? usual.height, width: size?.width ?? usual.width,
        channels: arguments[channels] ?? usual.channels)
    }
  }

  private static func make(
    _ source: ArchitectureSource, _ arguments: ParsedArguments, _ recipe: Recipe, _ image: (Preset) -> Shape
  ) throws -> Architecture {
    switch source {
    case .preset(let preset):
      return try preset.architecture(
        image: image(preset), latentSize: arguments[latentSize],
        baseChannels: arguments[baseChannels] ?? recipe.baseChannels)
    case .file(let path):
      try refuse(
        [
          ("latent-size", arguments.wasGiven(latentSize)), ("base-channels", arguments.wasGiven(baseChannels)),
          ("image-size", arguments.wasGiven(imageSize)), ("channels", arguments.wasGiven(channels)),
        ], besides: "an architecture from a file, which says so itself")
      return try Architecture(path: path)
    }
  }

  /// The options that would have chosen other networks than a run's.
  ///
  /// - Throws: what reading an architecture from a file throws.
  static func contradictions(_ arguments: ParsedArguments, _ trained: Architecture) throws -> [Contradiction] {
    var found: [Contradiction] = []
    if let source = arguments[architecture], let other = try contradiction(source, trained) { found.append(other) }
    if let latentSize = arguments[latentSize], latentSize != trained.latentSize {
      found.append(
        Contradiction(option: "--latent-size \(latentSize)", started: "\(trained.latentSize)", change: nil))
    }
    if let width = arguments[baseChannels] {
      let preset = Preset(rawValue: trained.name)
      let same = try preset?.variant(of: trained, baseChannels: width)
      if same != trained {
        found.append(Contradiction(option: "--base-channels \(width)", started: "other networks", change: nil))
      }
    }
    return found
  }

  /// What to say of an architecture that is not a run's.
  ///
  /// - Throws: what reading one from a file throws.
  static func contradiction(_ source: ArchitectureSource, _ trained: Architecture) throws -> Contradiction? {
    let agrees =
      switch source {
      case .preset(let preset): preset.recognizes(trained)
      case .file(let path): try conditioned(try Architecture(path: path), like: trained) == trained
      }
    guard !agrees else { return nil }
    let text = source.argumentText
    return Contradiction(
      option: "--architecture \(text)", started: text == trained.name ? "other networks of that name" : trained.name,
      change: nil)
  }

  /// An architecture for the classes of another, if that goes by any.
  private static func conditioned(_ architecture: Architecture, like other: Architecture) throws -> Architecture {
    guard let classes = other.classCount else { return architecture }
    return try architecture.conditional(classes: classes)
  }

  /// Refuses the options that choose networks where something else has chosen them.
  static func refuseNetworks(_ arguments: ParsedArguments, besides other: String) throws {
    try refuse(
      [
        ("architecture", arguments.wasGiven(architecture)), ("latent-size", arguments.wasGiven(latentSize)),
        ("base-channels", arguments.wasGiven(baseChannels)),
      ], besides: other)
  }

  private static func refuse(_ options: [(name: String, isGiven: Bool)], besides other: String) throws {
    for option in options where option.isGiven {
      throw UsageError("'--\(option.name)' cannot be used with \(other).")
    }
  }
}
