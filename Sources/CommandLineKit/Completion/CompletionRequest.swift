/// What a shell may offer for the last of some words, found in the tables that parsing and help come from.
struct CompletionRequest {
  /// What the program knows of values, by the placeholder that the help shows for them: runs for `RUN`.
  typealias Values = @Sendable (_ valueName: String) -> CompletionList

  private let root: Command
  private let values: Values

  init(root: Command, values: @escaping Values) {
    self.root = root
    self.values = values
  }

  /// Looks up what fits the last word, which may be empty, after the ones before it.
  ///
  /// - Parameters:
  ///   - words: The command line without the program's name. Bash makes three words of `--name=value`.
  ///   - keepsName: Whether what completes `--name=value` begins with `--name=`, as a shell wants it that takes that
  ///     for one word.
  /// - Returns: All texts that begin with that word.
  func answer(_ words: [String], keepsName: Bool = true) -> CompletionList {
    var earlier = Self.joiningAttachedValues(words)
    let word = earlier.popLast() ?? ""
    var rest = earlier[...]
    var path = CommandPath(root: root)
    guard (try? path.descend(along: &rest)) != nil else { return CompletionList() }
    if !path.command.subcommands.isEmpty, rest.isEmpty, !word.hasPrefix("-") {
      let help = Completion("help", "Show help information.")
      return CompletionList(path.command.subcommands.map { Completion($0.name, $0.overview) } + [help])
        .fitting(word)
    }
    return complete(word, after: rest, of: path, keepsName: keepsName)
  }

  private func complete(
    _ word: String, after words: ArraySlice<String>, of path: CommandPath, keepsName: Bool
  ) -> CompletionList {
    var given: Set<String> = []
    var arguments = path.parameters.filter { $0.kind == .argument }[...]
    var optionsHaveEnded = false
    /// The option whose value comes next.
    var open: Parameter?
    for earlier in words {
      if open != nil, optionsHaveEnded || !earlier.hasPrefix("-") {
        open = nil
      } else if optionsHaveEnded || !earlier.hasPrefix("-") || earlier == "-" {
        if arguments.first?.join == nil { _ = arguments.popFirst() }
      } else if earlier == "--" {
        (open, optionsHaveEnded) = (nil, true)
      } else {
        let option = path.parameters.first { $0.isCalled(String(earlier.prefix { $0 != "=" })) }
        if let option { given.insert(option.name) }
        open = earlier.contains("=") || option?.kind != .option ? nil : option
      }
    }
    if let open, !word.hasPrefix("-") {
      return values(of: open, fitting: word)
    }
    if !optionsHaveEnded, word.hasPrefix("-") {
      guard let equals = word.firstIndex(of: "=") else {
        let options = path.parameters.filter { $0.kind != .argument && !given.contains($0.name) }
        return CompletionList(options.map { Completion("--\($0.name)", $0.help) }).fitting(word)
      }
      guard let option = path.parameters.first(where: { $0.isCalled(String(word[..<equals])) }) else {
        return CompletionList()
      }
      let answer = values(of: option, fitting: String(word[word.index(after: equals)...]))
      return keepsName ? answer.prefixed(by: String(word[...equals])) : answer
    }
    return arguments.first.map { values(of: $0, fitting: word) } ?? CompletionList()
  }

  /// The values of a parameter; of a list, those that may stand behind its last comma.
  private func values(of parameter: Parameter, fitting word: String) -> CompletionList {
    var list = values(parameter.valueName)
    // Within a directory the shell finds all by itself, and would see two where there is one.
    if list.paths != .none, word.contains("/") { list.completions = [] }
    // What the program says of them tells more.
    if list == CompletionList() { list.completions = parameter.candidates.map { Completion($0) } }
    guard parameter.valueName.hasSuffix(",..."), let comma = word.lastIndex(of: ",") else { return list.fitting(word) }
    return list.prefixed(by: String(word[...comma])).fitting(word)
  }

  /// The words with `--name`, `=`, `value` made one, and `--name`, `=` likewise.
  private static func joiningAttachedValues(_ words: [String]) -> [String] {
    var joined: [String] = []
    var attaches = false
    for word in words {
      if word == "=", joined.last?.hasPrefix("--") == true {
        joined[joined.count - 1] += word
        attaches = true
      } else if attaches {
        joined[joined.count - 1] += word
        attaches = false
      } else {
        joined.append(word)
      }
    }
    return joined
  }
}

extension CompletionList {
  /// Those of the texts that the word begins.
  fileprivate func fitting(_ word: String) -> CompletionList {
    CompletionList(completions.filter { $0.text.hasPrefix(word) }, paths: paths)
  }

  /// The texts behind what was typed before them.
  fileprivate func prefixed(by start: String) -> CompletionList {
    CompletionList(completions.map { Completion(start + $0.text, $0.description) }, paths: paths)
  }

  /// What the shells' scripts read: which files are offered, then a line each of a text, a tab and the first sentence
  /// of its meaning.
  var lines: String {
    ([paths.rawValue]
      + completions.map {
        let sentence = $0.description.prefix { $0 != "." && !$0.isNewline && $0 != "\t" }
        return "\($0.text)\t\(sentence)"
      }).joined(separator: "\n")
  }
}
