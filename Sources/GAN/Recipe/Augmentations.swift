import FileFormats

/// Ways to distort images before the discriminator sees them, so that it cannot learn few images by heart (Zhao et al.,
/// 2020, "Differentiable Augmentation for Data-Efficient GAN Training").
public struct Augmentations: OptionSet, Hashable, Sendable {
  /// A bit for each way.
  public let rawValue: Int

  /// Creates a set.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A shift by up to an eighth of either extent.
  public static let translation = Augmentations(rawValue: 1)
  /// A hole of half of either extent, anywhere.
  public static let cutout = Augmentations(rawValue: 2)
  /// A mirror image in half of all cases.
  public static let flip = Augmentations(rawValue: 4)

  /// All ways with their names, in the order in which they are written.
  static let names: [(name: String, way: Augmentations)] = [
    ("translation", .translation), ("cutout", .cutout), ("flip", .flip),
  ]
  private static let nameOfNone = "none"
}

extension Augmentations: SettingValue {
  /// What a text must be.
  public static var expectation: String {
    "'\(nameOfNone)' or a list of \(names.map { "'\($0.name)'" }.joined(separator: ", "))"
  }

  /// Reads names with commas between them, or that of none.
  public init?(settingText text: String) {
    self = []
    if text == Self.nameOfNone { return }
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = name.drop { $0 == " " }
      guard let way = Self.names.first(where: { $0.name == name })?.way else { return nil }
      formUnion(way)
    }
  }

  /// The names with commas between them, or that of none.
  public var settingText: String {
    isEmpty ? Self.nameOfNone : Self.names.filter { contains($0.way) }.map(\.name).joined(separator: ",")
  }

  /// Reads the text.
  public init?(settingJSON json: JSONValue) {
    guard let text = json.string else { return nil }
    self.init(settingText: text)
  }

  /// The text.
  public var settingJSON: JSONValue { .string(settingText) }
}

extension TrainingSettings.Table {
  /// ``TrainingSettings/augmentations``.
  public static let augmentations = Setting(
    \TrainingSettings.augmentations, key: "augment", title: "augmentation",
    option: .value(
      "augment", valueName: "NAME,...",
      help:
        "Distort images, real ones and fakes, before the discriminator sees them: translation (by up to an eighth), "
        + "cutout (of half the height and width), flip (of left and right). For small data."),
    absence: .means([]))
}
