import FileFormats
import GAN
import Runs

/// What is known of how good a run's images are, for `dcgan inspect`.
struct QualityReport {
  /// What `dcgan evaluate` found out; `nil` if it did not.
  private let evaluation: QualityRecord?
  /// The best of what was found out while the run trained; `nil` if it was not judged.
  private let best: QualityRecord?
  private let bestCheckpoint: String?
  /// Why the networks of that cannot be had, as a sentence; `nil` if they can be, or were not kept.
  private let bestFault: String?
  private let bestEpoch: Int?

  /// Looks into the run that a checkpoint belongs to.
  init(_ checkpoint: Checkpoint) {
    let run = RunDirectory.holding(checkpoint: checkpoint.path)
    evaluation = run.readEvaluation()
    best = (try? QualityHistory(run))?.best
    do {
      let isOfBest = try !isAbsent(run.best) && Checkpoint(path: run.best).step == best?.step
      (bestCheckpoint, bestFault) = (isOfBest ? run.best : nil, nil)
    } catch {
      (bestCheckpoint, bestFault) = (nil, "\(error)")
    }
    // Epochs need not all have the same number of steps.
    bestEpoch = best.map { EpochTimeline(checkpoint.configuration).epochsDone(afterStep: $0.step) }
  }

  /// Rows of facts: a name and a text each.
  var rows: [[String]] {
    var rows: [[String]] = []
    if let evaluation { rows.append(["quality", text(evaluation)]) }
    if let best, let bestEpoch {
      let place = (bestCheckpoint.map { "in \($0)" } ?? bestFault).map { "; \($0)" } ?? ""
      rows.append(["best epoch", "\(bestEpoch): \(text(best))\(place)"])
    }
    return rows
  }

  /// Members of an object.
  var json: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["evaluation"] = evaluation?.json
    if let best, let bestEpoch {
      members["best"] = .object([
        "step": .number(best.step), "epoch": .number(bestEpoch),
        "checkpoint": bestCheckpoint.map { .string($0) } ?? .null, "evaluation": best.json,
      ])
    }
    return members
  }

  private func text(_ record: QualityRecord) -> String {
    "\(record.summary); step \(record.step.grouped), \(record.count.grouped) images against \(record.against) ones"
  }
}
