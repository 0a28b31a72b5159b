/// A named list of settings that a run begins with; single ones are overridden by options of their own.
///
/// A recipe is a constant in a file of its own, and a place in ``allCases``; options, files and reports walk that list.
/// A run keeps the settings that it was begun with, whatever becomes of its recipe: the name in a file is its origin.
public struct Recipe: RawRepresentable, CaseIterable, Hashable, Sendable {
  /// All recipes. A new one needs nothing but its place here.
  public static let allCases: [Recipe] = [.paper, .best, .fast, .smallData]
  /// The recipe of a new run that names none. A file that names none was made by ``paper``, for ever.
  public static let `default` = best
  /// Fewer images than that are learnt by heart: they have a recipe of their own.
  public static let smallDataLimit = 5000

  /// The recipe of a new run that names none: ``smallData`` for few images, unless the default is ``paper``, which is
  /// what it is for any number of them.
  public static func chosen(imageCount: Int, default standard: Recipe = .default) -> Recipe {
    imageCount < smallDataLimit && standard != .paper ? .smallData : standard
  }

  /// The name on the command line and in files.
  public let rawValue: String
  /// What it is for, as a sentence that begins with a capital.
  public let summary: String
  /// The width of a preset's networks in runs that wish for none, one of ``Preset/possibleBaseChannels``.
  public let baseChannels: Int
  /// Whether runs compare pairs of images and penalise the discriminator's gradient wherever they can:
  /// ``TrainingSettings/penalizedWherePossible(_:)``.
  public let penalizesWherePossible: Bool
  private let change: @Sendable (inout TrainingSettings) -> Void

  /// Creates a recipe by what it changes in the paper's settings.
  init(
    _ name: String, summary: String, baseChannels: Int = Preset.defaultBaseChannels,
    penalizesWherePossible: Bool = true, _ change: @escaping @Sendable (inout TrainingSettings) -> Void
  ) {
    rawValue = name
    self.summary = summary
    self.baseChannels = baseChannels
    self.penalizesWherePossible = penalizesWherePossible
    self.change = change
  }

  /// The recipe of a name; `nil` if there is none.
  public init?(rawValue: String) {
    guard let recipe = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = recipe
  }

  /// The settings of a run that is begun by it.
  public var settings: TrainingSettings {
    var settings = TrainingSettings()
    change(&settings)
    settings.recipe = self
    return settings
  }

  /// The settings in which it differs from ``paper``, in the table's order.
  public var differences: [any AnySetting<TrainingSettings>] {
    let (own, paper) = (settings, TrainingSettings())
    return TrainingSettings.table.filter {
      $0.key != TrainingSettings.Table.recipe.key && $0.ownText(in: own) != $0.ownText(in: paper)
    }
  }

  /// Whether both have the same name.
  public static func == (one: Recipe, other: Recipe) -> Bool { one.rawValue == other.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension Recipe: SettingValue {}

extension TrainingSettings.Table {
  /// ``TrainingSettings/recipe``.
  public static let recipe = Setting(
    \TrainingSettings.recipe, key: "recipe", title: "recipe",
    option: .value(
      "recipe", valueName: "NAME",
      help: "Settings to begin with, as 'dcgan recipes' lists them; the options below override single ones."),
    absence: .means(.paper), mayChange: false)
}
