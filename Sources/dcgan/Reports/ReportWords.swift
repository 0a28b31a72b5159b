import FileFormats
import GAN
import Reports
import Runs

/// What this program says of a run on a page.
enum ReportWords {
  /// The verdict with its advice, how far the run is and how it goes, and what was changed on the way.
  @Sendable static func words(_ configuration: RunConfiguration, _ outcome: RunOutcome?) -> RunWords {
    var words = RunWords(events: events(configuration))
    guard let outcome else { return words }
    let text = OutcomeText(outcome: outcome)
    words.verdict = .init(
      name: text.name, sentence: text.verdict, advice: text.advice, tone: tone(text))
    words.facts = [
      ("Epochs", text.epochs.replacing("/", with: " of ")), ("Steps", outcome.steps.grouped), ("Time", text.time),
    ]
    if let speed = outcome.imagesPerSecond { words.facts.append(("Images per second", speed.text(decimals: 0))) }
    if let metrics = outcome.metrics {
      words.facts += [
        ("Loss of D, lately", OutcomeText.number(metrics.discriminatorLoss)),
        ("Loss of G, lately", OutcomeText.number(metrics.generatorLoss)),
        ("D(real), lately", OutcomeText.number(metrics.realProbability)),
        ("D(fake), lately", OutcomeText.number(metrics.fakeProbability)),
      ]
    }
    if let diversity = outcome.diversity { words.facts.append(("Diversity", OutcomeText.number(diversity))) }
    if !outcome.healthParts.isEmpty { words.facts.append(("Health over the run", inWords(text.healthOverRun))) }
    return words
  }

  /// The verdicts' names as the words that they are made of, so that a line may end between them.
  private static func inWords(_ health: String) -> String {
    health.replacing(/[A-Z]/) { " \($0.output.lowercased())" }
  }

  private static func tone(_ text: OutcomeText) -> RunWords.Verdict.Tone {
    switch text.outcome.finding {
    case .healthy, .recovered: text.badWord == nil ? .good : .neutral
    case .tooEarly, .stagnating: .neutral
    case .collapsed, .lossesRanAway, .discriminatorWon, .diverged: .bad
    }
  }

  private static func events(_ configuration: RunConfiguration) -> [String] {
    let origin = configuration.initialNetworks.map {
      "Begun with the networks of \($0.path), step \($0.step.grouped)."
    }
    let changes = configuration.training.history.changes.map {
      "After step \($0.step.grouped): \(ChangeText.text($0))."
    }
    return [origin].compactMap { $0 } + changes
  }
}
