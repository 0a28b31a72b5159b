import CommandLineKit
import FileFormats
import Reports
import Runs

/// `dcgan report`
enum ReportCommand {
  private static let runs = Argument<[String]>(
    repeated: "RUN",
    help: "Run directories, or directories of runs, to put on one page. (default: the newest run under runs/)",
    isRequired: false)
  private static let out = Option<String>(
    "out", valueName: "FILE", default: "report.html", help: "The page, or '-' for standard output.")

  static let command = Command(
    name: "report", overview: "Make a page of HTML of one run or several: curves, samples, quality, settings.",
    discussion: """
      The page is one file that needs nothing beside itself and asks nothing of the network: open it in a browser, send it, \
      print it. Several runs lie over each other, and their settings side by side with what differs.

        dcgan report runs/mine
        dcgan report runs/mine runs/next --out both.html
      """,
    parameters: [runs, out], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let target = try ReportFile(path: arguments[out])
    let runs = try RunDirectory.named(
      arguments[runs], maximumCount: ReportPage.maximumRunCount, marks: "curves")
    let page = ReportPage(runs, program: Version.name, words: ReportWords.words)
    try target.write(page.html)
    if !target.isStandardOutput { terminal.report("The page is \(arguments[out].shellQuoted).") }
  }
}
