import CommandLineKit
import FileFormats

/// `dcgan manual`
enum ManualCommand {
  private static let page = Argument<String?>(
    "page", help: "The page to print: a command's name. (default: the program's)")
  private static let out = Option<String?>(
    "out", valueName: "DIR", help: "Directory to write all pages to, instead: dcgan.1, dcgan-train.1 and so on.")

  static let command = Command(
    name: "manual", overview: "Print a page of the manual, or write all of them into a directory.",
    discussion: """
      The pages say what --help says, in the language of man:

        dcgan manual train | man -l -
        dcgan manual --out ~/.local/share/man/man1
      """,
    parameters: [page, out], run: run)

  /// What pages of either language begin with, or with a comment.
  private static let starts = [".Dd", ".TH", ".\\\""].map { Array($0.utf8) }

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let pages = ManualPage.pages(of: Program.command, date: Version.date, exitCodes: ExitCode.meanings)
    guard let directory = arguments[out] else {
      let name = arguments[page].map { "dcgan-\($0)" } ?? "dcgan"
      guard let page = pages.first(where: { [name, arguments[Self.page]].contains($0.name) }) else {
        throw UsageError(
          "There is no page '\(arguments[Self.page] ?? "")': 'dcgan --help' lists the commands, each of which has one.")
      }
      return try terminal.printExactly(String(page.text.dropLast()))
    }
    if arguments[page] != nil {
      throw UsageError("'<page>' is printed, and '--out' writes all pages: give one of them.")
    }
    try ResultsDirectory.refuseRun(directory)
    let files = pages.map { (path: "\(directory)/\($0.name).1", text: $0.text) }
    for file in files {
      try ReplaceableFile.check(file.path, isA: "page of a manual") { Self.starts.contains(where: $0.starts(with:)) }
      try AtomicFile.checkCreatable(file.path)
    }
    for file in files { try AtomicFile.write(Array(file.text.utf8), to: file.path, replaceExisting: true) }
  }
}
