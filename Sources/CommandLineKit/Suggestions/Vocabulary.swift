/// Words of other programs, which people type who know those, and what this program says instead.
///
/// Words are found whatever their capital letters, dashes and underscores: `--batchSize` is `--batch_size`.
public struct Vocabulary: Sendable {
  /// What is said to some words.
  public struct Entry: Sendable {
    let words: [String]
    let names: [String]
    let answer: String?

    /// Words that mean something for which a command may have a name.
    ///
    /// - Parameters:
    ///   - words: The words, with spaces between them. One such as `size=auto` is an option with this value alone.
    ///   - names: What the program calls it, with spaces between them: the first name that the command knows is
    ///     suggested.
    ///   - answer: Whole sentences for commands that know none of the names.
    public init(_ words: String, mean names: String = "", otherwise answer: String? = nil) {
      self.words = words.split(separator: " ").map(String.init)
      self.names = names.split(separator: " ").map(String.init)
      self.answer = answer
    }
  }

  private let options: [String: Entry]
  private let subcommands: [String: Entry]

  /// A vocabulary, of options without their leading dashes.
  public init(options: [Entry] = [], subcommands: [Entry] = []) {
    self.options = Self.table(options)
    self.subcommands = Self.table(subcommands)
  }

  /// What to say to an option that a command does not know, whose options have these names, with the value behind it.
  func advice(onOption option: String, value: String?, among names: [String]) -> String? {
    let valued = value.map { "\(option)=\($0)" }.flatMap { options[Self.normalized($0)] == nil ? nil : $0 }
    return advice(on: valued ?? option, options, among: names, prefix: "--")
  }

  /// The option's name, one of these, that means what another program's option does; `nil` if there is none.
  func translation(ofOption option: String, among names: [String]) -> String? {
    options[Self.normalized(option)]?.names.first(where: names.contains)
  }

  /// What to say to a subcommand that is not one of these names.
  func advice(onSubcommand name: String, among names: [String]) -> String? {
    advice(on: name, subcommands, among: names, prefix: "")
  }

  /// The option's name that a word probably means; `nil` if there is none.
  func nameOfOption(meantBy word: String, among names: [String]) -> String? {
    options[Self.normalized(word)] == nil
      ? closestName(to: word, among: names) : translation(ofOption: word, among: names)
  }

  private func advice(
    on word: String, _ entries: [String: Entry], among names: [String], prefix: String
  ) -> String? {
    func suggestion(_ name: String?) -> String? { name.map { "Did you mean '\(prefix)\($0)'?" } }
    // A name of the program's own that is only written in another way comes first.
    if let name = names.first(where: { Self.normalized($0) == Self.normalized(word) }) { return suggestion(name) }
    // A near miss of a word that means something else would lead astray.
    if let entry = entries[Self.normalized(word)] {
      return suggestion(entry.names.first(where: names.contains)) ?? entry.answer
    }
    return suggestion(closestName(to: word, among: names))
  }

  private static func normalized(_ word: String) -> String {
    word.filter { $0 != "-" && $0 != "_" }.lowercased()
  }

  private static func table(_ entries: [Entry]) -> [String: Entry] {
    let rows = entries.flatMap { entry in entry.words.map { (normalized($0), entry) } }
    return Dictionary(rows) { first, _ in first }
  }
}
