import CommandLineKit
import FileFormats
import GAN
import TensorCore

/// `dcgan architectures`
enum ArchitecturesCommand {
  private static let name = Argument<ArchitectureSource?>(
    "NAME|FILE", help: "The preset, or file of JSON, to show layer by layer. (default: all presets, a line each)")
  private static let json = Flag("json", help: "Print JSON alone: with a name, what --architecture FILE.json reads.")

  static let command = Command(
    name: "architectures", overview: "List the networks that can be trained, with their sizes and what they cost.",
    discussion:
      "A preset is made to the size of the images, as long as its layers allow it: a generator that doubles its "
      + "grid twice makes multiples of 4. Change the JSON of one to make your own, and train it with "
      + "'dcgan train --architecture FILE.json'.",
    parameters: [name] + ArchitectureOptions.shape + [json], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let columns = terminal.outputScreen?.columns
    if let source = arguments[name] {
      let architecture = try ArchitectureOptions.architecture(source, arguments)
      try terminal.print(
        arguments[json] ? jsonText(architecture) : try text(architecture, within: columns))
    } else {
      try terminal.print(arguments[json] ? try jsonList(arguments).text : try list(arguments, within: columns))
    }
  }

  // MARK: One

  /// A layer a line.
  private static func jsonText(_ architecture: Architecture) -> String { architecture.json.text(brokenTo: 2) }

  private static func text(_ architecture: Architecture, within columns: Int?) throws -> String {
    let cost = try architecture.cost()
    var facts = TextTable.facts
    facts.add(["architecture", architecture.name])
    facts.add(["images", architecture.image.imageText])
    facts.add(["latents", "\(counted(architecture.latentSize, "value"))"])
    facts.add(["training step", "\(cost.stepMultiplyAdds.grouped) multiply-adds an image"])
    let generator = ["", "Generator"] + NetworkTable.lines(try architecture.generatorPlan(), within: columns)
    let discriminator =
      ["", "Discriminator"] + NetworkTable.lines(try architecture.discriminatorPlan(), within: columns)
    let json = ["", "The same as a file for --architecture", jsonText(architecture)]
    return (facts.lines(within: columns) + generator + discriminator + json).joined(separator: "\n")
  }

  // MARK: All

  /// What a narrow terminal has no room for, the least first: the operations of each network, the latents, the sizes.
  private static let lesserColumns = [6, 7, 3, 2]

  private static func list(_ arguments: ParsedArguments, within columns: Int?) throws -> String {
    var table = TextTable([.left] + Array(repeating: .right, count: 8))
    table.add(["name", "image", "sizes", "latent", "G params", "D params", "G ops", "D ops", "step ops"])
    var summaries = TextTable.facts
    for preset in Preset.allCases {
      let factor = preset.extentFactor
      let fits = factor == 1 ? "any" : "\(factor) n"
      summaries.add([preset.rawValue, preset.summary])
      guard let architecture = try fitting(preset, arguments) else {
        table.add([preset.rawValue, "-", fits] + Array(repeating: "-", count: 6))
        continue
      }
      let cost = try architecture.cost()
      let figures = [
        cost.generatorParameters, cost.discriminatorParameters, cost.generatorMultiplyAdds,
        cost.discriminatorMultiplyAdds, cost.stepMultiplyAdds,
      ]
      table.add(
        [preset.rawValue, architecture.image.imageText, fits, String(architecture.latentSize)]
          + figures.map(millions))
    }
    return
      (table.lines(within: columns, leavingOut: lesserColumns) + [""] + legend.lines(within: columns) + [""]
      + summaries.lines(within: columns)).joined(separator: "\n")
  }

  private static var legend: TextTable {
    var table = TextTable.facts
    table.add(["sizes", "any, or height and width are multiples of so many pixels"])
    table.add(["G, D", "generator, discriminator"])
    table.add(["params", "trained values, in millions"])
    table.add(["ops", "multiply-adds for one image, in millions: making it, judging it, and its"])
    table.add(["", "part of a training step"])
    return table
  }

  private static func jsonList(_ arguments: ParsedArguments) throws -> JSONValue {
    .array(
      try Preset.allCases.compactMap { preset in
        guard let architecture = try fitting(preset, arguments) else { return nil }
        let cost = try architecture.cost()
        return .object([
          "name": .string(preset.rawValue),
          "summary": .string(preset.summary),
          "image": architecture.json["image"] ?? .null,
          "extentFactor": .number(preset.extentFactor),
          "latentSize": .number(architecture.latentSize),
          "generatorParameters": .number(cost.generatorParameters),
          "discriminatorParameters": .number(cost.discriminatorParameters),
          "generatorMultiplyAdds": .number(cost.generatorMultiplyAdds),
          "discriminatorMultiplyAdds": .number(cost.discriminatorMultiplyAdds),
          "stepMultiplyAdds": .number(cost.stepMultiplyAdds),
        ])
      })
  }

  /// A preset for the images that the options describe, or `nil` if it does not fit them.
  private static func fitting(_ preset: Preset, _ arguments: ParsedArguments) throws -> Architecture? {
    do {
      return try ArchitectureOptions.architecture(.preset(preset), arguments)
    } catch is ArchitectureError {
      return nil
    }
  }

  /// A number in millions, to one decimal.
  private static func millions(_ count: Int) -> String {
    let tenths = (count + 50_000) / 100_000
    return "\((tenths / 10).grouped).\(tenths % 10)"
  }
}
