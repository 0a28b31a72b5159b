/// A page of the manual in the language mdoc, made from the tables that parsing and help come from.
public struct ManualPage: Sendable {
  /// What it is called without the section: "dcgan-train".
  public let name: String
  /// The page's text, as `man` reads it.
  public let text: String

  /// Makes the pages of a program.
  ///
  /// - Parameters:
  ///   - root: The command named like the program.
  ///   - date: The date that stands in the pages, as "November 25, 2026".
  ///   - exitCodes: The program's exit codes and what each means.
  /// - Returns: The program's own page, then one for each of its subcommands.
  public static func pages(of root: Command, date: String, exitCodes: [(code: String, meaning: String)]) -> [ManualPage]
  {
    let paths = [CommandPath(root: root)] + root.subcommands.map { CommandPath(root: root, subcommand: $0) }
    return paths.map { page(of: $0, in: root, date: date, exitCodes: exitCodes) }
  }

  private static func page(
    of path: CommandPath, in root: Command, date: String, exitCodes: [(code: String, meaning: String)]
  ) -> ManualPage {
    let command = path.command
    let name = path.name.replacing(" ", with: "-")
    var source = ManualSource()
    source.request("Dd", date)
    source.request("Dt", "\(name.uppercased()) 1")
    source.request("Os")
    source.section("NAME")
    source.request("Nm", name)
    source.request("Nd", ManualSource.escaped(command.overview.withoutFullStop))
    source.section("SYNOPSIS")
    source.request("Nm", path.name)
    source.synopsis(command)
    source.section("DESCRIPTION")
    source.paragraphs(command.overview + (command.discussion.isEmpty ? "" : "\n\n" + command.discussion))
    source.list(path.parameters)
    if path.isRoot {
      source.section("COMMANDS")
      source.commands(command.subcommands, of: root.name)
    }
    source.section("EXIT STATUS")
    source.table(exitCodes.map { ($0.code, $0.meaning) })
    source.section("SEE ALSO")
    source.references((path.isRoot ? command.subcommands.map { "\(root.name)-\($0.name)" } : [root.name]).sorted())
    return ManualPage(name: name, text: source.text)
  }
}

extension String {
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
