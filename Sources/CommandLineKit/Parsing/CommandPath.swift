/// A command together with those that lead to it: `dcgan`, `dcgan train`.
struct CommandPath {
  private var commands: [Command]
  private let vocabulary: Vocabulary

  /// The path of a program's first command.
  init(root: Command, vocabulary: Vocabulary = Vocabulary()) {
    commands = [root]
    self.vocabulary = vocabulary
  }

  /// The path of a program's first command and one of its subcommands.
  init(root: Command, subcommand: Command) {
    commands = [root, subcommand]
    vocabulary = Vocabulary()
  }

  /// The command at the path's end.
  var command: Command { commands[commands.count - 1] }

  /// Whether the command is the program itself.
  var isRoot: Bool { commands.count == 1 }

  /// What one types to come here: "dcgan train".
  var name: String { commands.map(\.name).joined(separator: " ") }

  /// The command's table with the rows that it did not have to declare itself.
  var parameters: [Parameter] {
    let version = isRoot ? [Flag.version.parameter] : []
    return command.parameters + version + [Flag.help.parameter]
  }

  /// How the command is called, in one line: "dcgan train --data <path> [options...] [<name>]".
  var usage: String {
    var parts = [name]
    let options = command.parameters.filter { $0.kind != .argument }
    parts += options.filter(\.isRequired).map(\.spelling)
    if options.contains(where: { !$0.isRequired }) {
      parts.append("[options...]")
    }
    parts += command.parameters.filter { $0.kind == .argument }.map { $0.isRequired ? $0.spelling : "[\($0.spelling)]" }
    if !command.subcommands.isEmpty {
      parts.append("<subcommand>")
    }
    return parts.joined(separator: " ")
  }

  /// Extends the path by the subcommands that the arguments begin with, and removes their names from the arguments.
  ///
  /// - Returns: Whether one of the words was `help`, which is a subcommand wherever there are others.
  /// - Throws: An error if a word is no subcommand; the path then ends where the word was looked for.
  mutating func descend(along arguments: inout ArraySlice<String>) throws(UsageError) -> Bool {
    var asksForHelp = false
    while !command.subcommands.isEmpty, let word = arguments.first, !word.hasPrefix("-") {
      if word == "help" {
        asksForHelp = true
      } else if let next = command.subcommands.first(where: { $0.name == word }) {
        commands.append(next)
      } else {
        let names = command.subcommands.map(\.name) + ["help"]
        throw .unknownSubcommand(word, advice: vocabulary.advice(onSubcommand: word, among: names))
      }
      arguments.removeFirst()
    }
    return asksForHelp
  }

  /// Reads the arguments of the command at the path's end.
  func parse(_ arguments: ArraySlice<String>) throws(UsageError) -> ParsedArguments {
    var parser = ArgumentParser(parameters: parameters, mainOption: command.mainOption, arguments: arguments) {
      option, value in
      vocabulary.advice(onOption: option, value: value, among: parameters.optionNames)
        ?? owners(of: option) ?? translatingOwner(of: option)
    }
    return try parser.parse()
  }

  /// Which other commands have an option; `nil` if there are none.
  private func owners(of option: String) -> String? {
    let owners = commands[0].subcommands.filter {
      $0.parameters.contains { $0.kind != .argument && "--\($0.name)" == option }
    }
    guard let first = owners.first else { return nil }
    let others = owners.count == 1 ? " has it" : " has it, among others"
    return "'\(commands[0].name) \(first.name)'\(others)."
  }

  /// Which other command has what an option is called elsewhere; `nil` if there is none.
  private func translatingOwner(of option: String) -> String? {
    for other in commands[0].subcommands {
      if let name = vocabulary.translation(ofOption: option, among: other.parameters.optionNames) {
        return "'\(commands[0].name) \(other.name)' has it as '--\(name)'."
      }
    }
    return nil
  }
}

extension [Parameter] {
  /// The names of those that are options or flags, without dashes.
  fileprivate var optionNames: [String] { filter { $0.kind != .argument }.map(\.name) }
}
