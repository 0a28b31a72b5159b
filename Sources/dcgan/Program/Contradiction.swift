import CommandLineKit
import FileFormats
import Runs

/// An option that would change the result of a run that goes on.
struct Contradiction {
  /// The option with its value, as one types it.
  let option: String
  /// What the run has.
  let started: String
  /// What `--change` would have to say; `nil` if this cannot change within a run.
  let change: String?
}

extension UsageError {
  /// An option that would change the result of a run that goes on, of a command that makes no changes.
  init(_ contradiction: Contradiction) {
    self.init(
      "'\(contradiction.option)' contradicts the run to resume, which has \(contradiction.started). Leave the option "
        + "out, or start a new run.")
  }

  /// Options that contradict a run to resume, with the ways out.
  init(_ contradictions: [Contradiction], of run: RunDirectory) {
    let ownRun = "dcgan train --init-from \(run.path.shellQuoted)"
    if let fixed = contradictions.first(where: { $0.change == nil }) {
      self.init(
        "'\(fixed.option)' contradicts the run to resume, which has \(fixed.started), and cannot change within a run. "
          + "Leave the option out, or start a new run; one that begins with these networks by: \(ownRun)")
      return
    }
    let options = contradictions.map(\.option)
    let changes = contradictions.compactMap(\.change).map { "--change \($0)" }.joined(separator: " ")
    self.init(
      "\(options.map { "'\($0)'" }.joined(separator: " and ")) \(options.count == 1 ? "contradicts" : "contradict") the "
        + "run to resume, which has \(contradictions.map(\.started).joined(separator: " and ")). To go on with that from "
        + "here, write '\(changes)' instead; for a run of its own that begins with these networks: \(ownRun) "
        + options.joined(separator: " "))
  }
}
