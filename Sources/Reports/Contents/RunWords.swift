import Runs

/// What a program says of a run in its own words, for a page to show.
public struct RunWords: Sendable {
  /// What the run comes to, in a few words, a sentence, and what can be done about it; `nil` if nothing is known.
  public var verdict: Verdict?
  /// Facts: a name and a text each.
  public var facts: [(name: String, text: String)]
  /// What was changed or happened on the way, a sentence each.
  public var events: [String]

  /// What a run comes to.
  public struct Verdict: Sendable {
    /// In a few words.
    public var name: String
    /// In a sentence.
    public var sentence: String
    /// What can be done about it; `nil` if nothing need be.
    public var advice: String?
    /// How it sounds.
    public var tone: Tone

    /// How a verdict sounds.
    public enum Tone: String, Sendable {
      /// The run is what its user wanted.
      case good
      /// That is not known, or is a matter of taste.
      case neutral
      /// It is not.
      case bad
    }

    /// Creates a verdict.
    public init(name: String, sentence: String, advice: String?, tone: Tone) {
      self.name = name
      self.sentence = sentence
      self.advice = advice
      self.tone = tone
    }
  }

  /// Creates the words.
  public init(verdict: Verdict? = nil, facts: [(name: String, text: String)] = [], events: [String] = []) {
    self.verdict = verdict
    self.facts = facts
    self.events = events
  }

  /// Finds the words for a run.
  public typealias Choice = @Sendable (RunConfiguration, RunOutcome?) -> RunWords
}
