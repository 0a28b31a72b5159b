import FileFormats
import Runs

/// What a run was trained by and on, as a page tells it.
enum PageEnvironment {
  /// Pairs of a name and a text; where the run went on elsewhere, with the step from which on.
  static func json(_ run: RunDirectory) -> JSONValue {
    let entries = run.readEnvironments()
    var names: [String] = []
    for fact in entries.flatMap(\.environment.facts) where !names.contains(fact.name) { names.append(fact.name) }
    return .array(
      names.map { name in
        var texts: [String] = []
        var before: String?
        for (step, environment) in entries {
          let text = environment.facts.first { $0.name == name }?.text ?? "-"
          if text != before { texts.append(before == nil ? text : "from step \(step.grouped) on \(text)") }
          before = text
        }
        return .array([.string(name), .string(texts.joined(separator: ", ").excerpt(200))])
      })
  }
}
