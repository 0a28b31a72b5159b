import CommandLineKit
import Evaluation
import FileFormats
import Foundation
import GAN
import Runs

/// What became of a run, in words and as data.
struct OutcomeText {
  let outcome: RunOutcome

  /// How much of the run is done: `12 of 25 epochs in 1:02:03, 557 images/s on average`.
  var extent: String {
    let speed = outcome.imagesPerSecond.map { ", \($0.text(decimals: 0)) images/s on average" } ?? ""
    return "\(epochs.replacing("/", with: " of ")) epochs in \(time)\(speed)"
  }

  /// `12/25`; the epochs that are done alone if there is no number to reach. A run that was asked for fewer than it has
  /// is done.
  var epochs: String {
    outcome.epochs == RunSettings.possibleEpochs.upperBound
      ? "\(outcome.epochsDone)" : "\(outcome.epochsDone)/\(max(outcome.epochs, outcome.epochsDone))"
  }

  /// `1:02:03`.
  var time: String { Duration.seconds(outcome.seconds).clockText }

  /// The losses and what else was measured lately.
  var measures: String {
    guard let metrics = outcome.metrics else { return "no step is logged" }
    let diversity = outcome.diversity.map { ", diversity \(Self.number($0))" } ?? ""
    return
      "loss D \(Self.number(metrics.discriminatorLoss)) G \(Self.number(metrics.generatorLoss)), D(real) "
      + "\(Self.number(metrics.realProbability)), D(fake) \(Self.number(metrics.fakeProbability))\(diversity)"
  }

  /// The health now and over the run.
  var health: String {
    "\(outcome.health.map { "\($0) now; " } ?? "")over the run: \(healthOverRun)"
  }

  /// The health over the run, the most of it first: `normal 90 %, stagnation 10 %`.
  var healthOverRun: String {
    let parts = outcome.healthParts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    if parts.isEmpty { return "not examined" }
    return parts.map { "\($0.key) \(Self.percent($0.value))" }.joined(separator: ", ")
  }

  /// What it comes to, as a sentence.
  var verdict: String {
    switch outcome.finding {
    case .tooEarly:
      "Too early to tell how it goes: that takes two examinations, one every 100 steps."
        + (outcome.lossesAreFarOff
          ? " But the losses are beyond those of runs that learn, which are below 10\(losses)." : "")
    case .healthy: judgedBadly.map { "The losses look as they should, but \($0)." } ?? "Nothing looks wrong."
    case .recovered:
      "It went wrong for a while (\(troubles)), and looks normal again" + (judgedBadly.map { ", but \($0)" } ?? "")
        + "."
    case .collapsed where (outcome.repeatedPart ?? 0) > 0 && outcome.health != HealthVerdict.generatorCollapse.name:
      "The generator has collapsed onto a limited number of pictures: \(Self.percent(outcome.repeatedPart ?? 0)) of those of "
        + "different latents are drawn more than once."
    case .collapsed where outcome.diversity.map { $0 > 0.15 } ?? false:
      "The generator has collapsed onto a few pictures, which it draws over and over."
    case .collapsed:
      "The generator has collapsed: whatever the latents, it draws nearly the same picture"
        + (outcome.diversity.map { " (diversity \(Self.number($0)), where the data have 1)." } ?? ".")
    case .lossesRanAway where !outcome.lossesAreFarOff:
      "The losses run away again and again, beyond \(HealthMonitor.runawayLoss.text(decimals: 0)) when they were examined, "
        + "where runs that learn have less than 10."
    case .lossesRanAway:
      "The losses ran away\(losses), where runs that learn have less than 10. The pictures are worth nothing."
    case .discriminatorWon:
      "The discriminator won: it tells all images apart, and the generator learns little from it."
    case .stagnating: "The pictures no longer change."
    case .diverged:
      "Training diverged: the numbers exploded, with smaller learning rates too. What was saved before is kept."
    }
  }

  /// What can be done about it with this program's options; `nil` if nothing need be.
  var advice: String? {
    switch outcome.finding {
    case .tooEarly:
      outcome.lossesAreFarOff ? "If they do not come down, start anew with a smaller \(learningRates)." : nil
    case .healthy, .recovered:
      badWord.map { word in
        word == .memorised
          ? "More images help against that, and --augment."
          : "Train for more --epochs as long as the Fréchet distance falls; 'dcgan evaluate' explains the figures."
      }
    case .collapsed:
      "Start anew with a smaller --learning-rate, a larger --batch-size or another --seed: a collapsed generator seldom "
        + "comes back."
    case .lossesRanAway, .diverged: "Start anew with a smaller \(learningRates)."
    case .discriminatorWon:
      "Start anew with a smaller --discriminator-learning-rate or a larger --batch-size, or go on with one by --change."
    case .stagnating: "If they are not good yet, go on with a larger learning rate by --change."
    }
  }

  /// What the last judgement of the images came to, if that is nothing to be content with, however normal all else
  /// looks.
  var badWord: Meaning.Word? {
    outcome.quality?.word.flatMap(Meaning.Word.init).flatMap {
      [.poor, .collapsed, .memorised].contains($0) ? $0 : nil
    }
  }

  private var judgedBadly: String? {
    badWord.map { word in
      "the images were judged to be \(word.rawValue)" + (outcome.quality.map { " after step \($0.step.grouped)" } ?? "")
    }
  }

  /// The options that make the steps of both networks smaller.
  private var learningRates: String {
    "--learning-rate" + (outcome.hasOwnDiscriminatorRate ? " and --discriminator-learning-rate" : "")
  }

  private var losses: String {
    outcome.metrics.map {
      ": \(Self.number($0.generatorLoss)) for the generator, \(Self.number($0.discriminatorLoss)) for the discriminator"
    } ?? ""
  }

  private var troubles: String {
    let parts = outcome.healthParts.filter { $0.key != HealthVerdict.normal.name }.sorted { $0.value > $1.value }
    let explosions = outcome.learningRateFactor < 1 ? ["numbers that exploded"] : []
    return (parts.map { "\($0.key) \(Self.percent($0.value))" } + explosions).joined(separator: ", ")
  }

  /// The verdict in a few words, for a table.
  var name: String {
    switch outcome.finding {
    case .tooEarly: "too early to tell"
    case .healthy: "healthy"
    case .recovered: "recovered"
    case .collapsed: "COLLAPSED"
    case .lossesRanAway: "LOSSES RAN AWAY"
    case .discriminatorWon: "DISCRIMINATOR WON"
    case .stagnating: "no longer changes"
    case .diverged: "DIVERGED"
    }
  }

  /// Lines for the end of a run: what was done, what was measured, what it comes to.
  var lines: [String] {
    [
      "\(extent).", "Lately: \(measures). Health: \(health).",
      [verdict, advice].compactMap { $0 }.joined(separator: " "),
    ]
  }

  /// The same for programs.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "steps": .number(outcome.steps), "epochsDone": .number(outcome.epochsDone), "epochs": .number(outcome.epochs),
      "seconds": .number(outcome.seconds), "learningRateFactor": .number(outcome.learningRateFactor),
      "healthOverRun": .object(outcome.healthParts.mapValues { .number($0) }),
      "verdict": .string(outcome.finding.rawValue), "meaning": .string(verdict),
    ]
    members["lossD"] = outcome.metrics.map { .number($0.discriminatorLoss) }
    members["lossG"] = outcome.metrics.map { .number($0.generatorLoss) }
    members["dReal"] = outcome.metrics.map { .number($0.realProbability) }
    members["dFake"] = outcome.metrics.map { .number($0.fakeProbability) }
    members["health"] = outcome.health.map { .string($0) }
    members["imagesPerSecond"] = outcome.imagesPerSecond.map { .number($0) }
    members["diversity"] = outcome.diversity.map { .number($0) }
    members["repeatedPart"] = outcome.repeatedPart.map { .number($0) }
    return .object(members)
  }

  /// Whole percent; all and nothing only of what is.
  static func percent(_ part: Double) -> String {
    let rounded = Int((part * 100).rounded())
    return "\(part < 1 && part > 0 ? min(99, max(1, rounded)) : rounded) %"
  }

  /// Three decimals, or the magnitude of what is beyond a million.
  static func number(_ value: Double) -> String {
    guard abs(value) >= 1e6, value.isFinite else { return value.text(decimals: 3) }
    // Not 10.0e6, which 9.96e6 would be.
    let exponent = Int(log10(abs(value) / 0.995))
    return "\((value / pow(10, Double(exponent))).text(decimals: 1))e\(exponent)"
  }
}
