import CommandLineKit

/// A program that bakes, with every kind of parameter.
enum SampleProgram {
  enum Crust: String, CaseIterable, ArgumentValue {
    case thin, thick
  }

  enum Flour: String, CaseIterable, ArgumentValue {
    case rye, spelt, wheat
  }

  static let loaves = Option<Int>(
    "loaf-count", valueName: "n", default: 2, help: "Loaves in the oven.", validate: .atLeast(1))
  static let heat = Option<Double>(
    "heat", valueName: "degrees", default: 220, help: "Temperature of the oven, in degrees Celsius.",
    validate: .greaterThan(0))
  static let salt = Option<Float>("salt", valueName: "share", default: 0.02, help: "Salt.", validate: .in(0..<1))
  static let offset = Option<Int>("offset", valueName: "n", default: 0, help: "Shelf.", validate: .in(-3...3))
  static let seed = Option<UInt64?>("seed", valueName: "n", help: "Seed of the pattern in the crust.")
  static let flour = Option<Flour>("flour", valueName: "kind", help: "What to bake it of.")
  static let crust = Option<Crust>("crust", valueName: "kind", default: .thin, help: "The crust.")
  static let note = Option<String?>("note-for-the-customers", valueName: "text", help: "A note, pinned to each loaf.")
  static let again = Option<String?>(
    "again", valueName: "day", withoutValue: "yesterday", help: "Bake as on that day, or as yesterday.")
  static let quiet = Flag("quiet", help: "Say nothing.")
  static let recipe = Argument<String>("recipe", help: "The recipe's file.")
  static let target = Argument<String?>("target", help: "Where to put the loaves.")

  static let keys: [any ArgumentKey] = [
    loaves, heat, salt, offset, seed, flour, crust, note, again, quiet, recipe, target,
  ]

  static func bake(run: @escaping Command.Action = { _, _ in }) -> Command {
    Command(
      name: "bake", overview: "Bake bread by a recipe.",
      discussion: """
        The oven is heated first. Bread that is not fetched in time is kept warm, but it does not get any better by it.

        For example:
          oven bake --flour rye sourdough.txt
        """,
      parameters: keys, run: run)
  }

  static func program(bake: @escaping Command.Action = { _, _ in }) -> CommandLineProgram {
    let clean = Command(name: "clean", overview: "Clean the oven.") { _, _ in }
    let root = Command(
      name: "oven", overview: "Bake bread, and keep the oven clean.",
      subcommands: [self.bake(run: bake), clean])
    return CommandLineProgram(root: root, version: "oven 1.2.3")
  }
}
