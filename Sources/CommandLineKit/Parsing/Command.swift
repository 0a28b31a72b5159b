/// A command as data: what it is called, what it takes and what it does. Parsing, usage lines and help all come from
/// it.
public struct Command: Sendable {
  /// What a command does with its arguments. Results go to the terminal's output; errors are thrown.
  public typealias Action = @Sendable (_ arguments: ParsedArguments, _ terminal: Terminal) throws -> Void

  let name: String
  let overview: String
  let discussion: String
  let parameters: [Parameter]
  /// The option that an argument without a name was probably meant for.
  let mainOption: Parameter?
  let subcommands: [Command]
  let action: Action?

  /// A command that does something.
  ///
  /// - Parameters:
  ///   - name: What one types to run it.
  ///   - overview: A sentence that says what it does.
  ///   - discussion: Further paragraphs for its help, parted by empty lines. Indented lines are kept as they are.
  ///   - parameters: Its options, flags and positional arguments in the order in which the help lists them.
  ///   - mainOption: The option to suggest for an argument without a name, of a command that takes none.
  ///   - run: What it does.
  /// - Precondition: No two parameters have the same name.
  public init(
    name: String, overview: String, discussion: String = "", parameters: [any ArgumentKey] = [],
    mainOption: (any ArgumentKey)? = nil, run: @escaping Action
  ) {
    self.name = name
    self.overview = overview
    self.discussion = discussion
    self.parameters = parameters.map { $0.parameter }
    self.mainOption = mainOption?.parameter
    self.subcommands = []
    self.action = run
    precondition(
      Set(self.parameters.map(\.name)).count == parameters.count, "'\(name)' declares a parameter more than once.")
  }

  /// A command that only leads to others. Alone, it shows its help.
  ///
  /// - Parameters:
  ///   - name: What one types before the name of a subcommand.
  ///   - overview: A sentence that says what it is.
  ///   - discussion: Further paragraphs for its help, parted by empty lines. Indented lines are kept as they are.
  ///   - subcommands: The commands that it leads to, in the order in which the help lists them.
  public init(name: String, overview: String, discussion: String = "", subcommands: [Command]) {
    self.name = name
    self.overview = overview
    self.discussion = discussion
    self.parameters = []
    self.mainOption = nil
    self.subcommands = subcommands
    self.action = nil
  }

  /// Reads the arguments that follow the command's name.
  ///
  /// - Throws: The first mistake in the arguments.
  public func parse(_ arguments: [String]) throws(UsageError) -> ParsedArguments {
    try CommandPath(root: self).parse(arguments[...])
  }
}
