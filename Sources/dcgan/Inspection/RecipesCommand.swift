import CommandLineKit
import FileFormats
import GAN

/// `dcgan recipes`
enum RecipesCommand {
  private static let json = Flag("json", help: "Print JSON, with all settings of each.")

  static let command = Command(
    name: "recipes", overview: "List the recipes that runs can be trained by, each a name for some settings.",
    discussion:
      "'dcgan train --recipe NAME' begins with a recipe's settings. Options override single ones, and a run keeps what "
      + "it was begun with. Below each recipe stand the options that would give its settings under the recipe "
      + "\(Recipe.paper.rawValue); of these, --conditional counts where the images have labels.",
    parameters: [json], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    try terminal.print(arguments[json] ? jsonList.text : list(within: terminal.outputScreen?.columns))
  }

  private static func list(within columns: Int?) -> String {
    var table = TextTable.facts
    for recipe in Recipe.allCases {
      table.add([recipe.rawValue, recipe.summary + (recipe == .default ? " (default)" : "")])
      let width = recipe.baseChannels
      if width != Preset.defaultBaseChannels { table.add(["", "--base-channels \(width)"]) }
      let options = recipe.differences.compactMap { optionText($0, recipe.settings) }
      if !options.isEmpty { table.add(["", options.joined(separator: " ")]) }
    }
    return (table.lines(within: columns) + [""] + penalties(within: columns)).joined(separator: "\n")
  }

  /// What the recipes add for some networks.
  private static func penalties(within columns: Int?) -> [String] {
    typealias Table = TrainingSettings.Table
    guard let perceptrons = try? Preset.gan.architecture() else { return [] }
    let settings = Recipe.best.settings.penalizedWherePossible(perceptrons)
    let options = [optionText(Table.loss, settings), optionText(Table.r1, settings), optionText(Table.r2, settings)]
    let lines = [
      "Where the generator has several fully connected layers and the discriminator is",
      "linear but for its rectifiers, all but \(Recipe.paper.rawValue) add",
      options.compactMap { $0 }.joined(separator: " ") + ".",
    ]
    return columns.map { columns in lines.flatMap { $0.wrapped(to: columns) } } ?? lines
  }

  /// A setting as one gives it on the command line; `nil` if it is left open, or cannot be given there.
  private static func optionText<Setting: AnySetting<TrainingSettings>>(
    _ setting: Setting, _ settings: TrainingSettings
  ) -> String? {
    switch setting.option {
    case .value(let name, _, _): setting.ownText(in: settings).map { "--\(name) \($0)" }
    case .flag(let name, let meaning, _, _): setting.ownValue(in: settings) == meaning ? "--\(name)" : nil
    case nil: nil
    }
  }

  private static var jsonList: JSONValue {
    .array(
      Recipe.allCases.map { recipe in
        let members = TrainingSettings.table.compactMap { setting in
          ownJSON(setting, recipe.settings).map { (setting.key, $0) }
        }
        return .object([
          "name": .string(recipe.rawValue), "summary": .string(recipe.summary),
          "isDefault": .bool(recipe == .default),
          "penalizesWherePossible": .bool(recipe.penalizesWherePossible), "baseChannels": .number(recipe.baseChannels),
          "settings": .object(Dictionary(uniqueKeysWithValues: members)),
        ])
      })
  }

  private static func ownJSON(
    _ setting: some AnySetting<TrainingSettings>, _ settings: TrainingSettings
  ) -> JSONValue? { setting.ownValue(in: settings)?.settingJSON }
}
