import Foundation
import PackagePlugin

/// Writes the commit that is built into a source file of the program, before every build.
///
/// The manifest knows it too (`Context.gitInformation`), but SwiftPM keeps what a manifest said until its text changes,
/// so that a later build would name an earlier commit.
@main
struct RecordCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "generated")
    return [
      .prebuildCommand(
        displayName: "Recording the commit", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", Self.script, "sh", context.package.directoryURL.path, folder.path],
        outputFilesDirectory: folder)
    ]
  }

  /// Takes the package's directory and the folder to write to. A checkout inside another one is not taken for it, and
  /// a file that says the same already is left alone, so that nothing is compiled again.
  private static let script = """
    set -u
    package=$(cd "$1" && pwd -P)
    commit=unknown
    if [ "$(git -C "$package" rev-parse --show-toplevel 2>/dev/null)" = "$package" ]; then
      commit=$(git -C "$package" rev-parse --short=12 HEAD 2>/dev/null) || commit=unknown
      git -C "$package" diff --quiet HEAD 2>/dev/null || commit="$commit, changed"
    fi
    text="/// What was built: a commit, and whether the sources differ from it.
    let recordedCommit = \\"$commit\\""
    mkdir -p "$2"
    [ "$(cat "$2/RecordedCommit.swift" 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" >"$2/RecordedCommit.swift"
    """
}
