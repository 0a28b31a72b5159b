/// One text that a shell may offer for the word that is being typed.
public struct Completion: Hashable, Sendable {
  /// What the word would become.
  public let text: String
  /// What it means, in a few words, for shells that show that.
  public let description: String

  /// A text and its meaning.
  public init(_ text: String, _ description: String = "") {
    self.text = text
    self.description = description
  }
}

/// All that a shell may offer for a word.
public struct CompletionList: Equatable, Sendable {
  /// Which names of files are offered beside the texts; the shell knows best how to find and quote them.
  public enum Paths: String, Sendable {
    /// The raw values are what the shells' scripts read.
    case none, files, directories
  }

  /// The texts, those that do not fit what was typed included.
  public var completions: [Completion]
  /// The names of files beside them.
  public var paths: Paths

  /// What may be offered; nothing if not said otherwise.
  public init(_ completions: [Completion] = [], paths: Paths = .none) {
    self.completions = completions
    self.paths = paths
  }
}
