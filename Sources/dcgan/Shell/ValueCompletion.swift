import CommandLineKit
import GAN
import Runs

/// What a shell may offer for a value, by the placeholder that the help shows for it.
enum ValueCompletion {
  @Sendable static func values(of placeholder: String) -> CompletionList {
    switch placeholder {
    case "DIR": CompletionList(paths: .directories)
    case "FILE", "FILE|DIR/", "IMAGE,...", "source": CompletionList(paths: .files)
    case "RUN": CompletionList(runs, paths: .directories)
    case "CHECKPOINT", "PATH", "path", "RUN|FILE", "picture": CompletionList(runs, paths: .files)
    case "NAME|FILE": CompletionList(presets, paths: .files)
    case "NAME,...": CompletionList(presets)
    case "name=values": CompletionList(variations(Variation.keys))
    case "run|name=values": CompletionList(runs + variations(ComparedItem.keys), paths: .directories)
    default: CompletionList()
    }
  }

  private static var presets: [Completion] { Preset.allCases.map { Completion($0.rawValue, $0.summary) } }

  /// The settings whose values may vary, before the values.
  private static func variations(_ keys: [any ArgumentKey]) -> [Completion] {
    keys.filter { !($0 is Flag) }.map { Completion("\($0.parameter.name)=", $0.parameter.help) }
  }

  /// The runs that have no directory of the user's choice.
  private static var runs: [Completion] {
    RunDirectory.all(in: RunDirectory.defaultParent).map { Completion($0.path, "run") }
  }
}
