import CommandLineKit
import FileFormats
import Plots
import Runs

/// `dcgan plot`
enum PlotCommand {
  private static let runs = Argument<[String]>(
    repeated: "RUN",
    help: "Run directories, or directories of runs, to draw over each other. (default: the newest run under runs/)",
    isRequired: false)
  private static let out = Option<String>(
    "out", valueName: "FILE", help: "File to write: .png or .svg; - for standard output.")
  private static let format = Option<PlotFormat?>(
    "format", valueName: "NAME", help: "Format, if the name of the file does not tell.")
  private static let width = Option<Int>(
    "width", valueName: "PIXELS", default: 1200, help: "Width of a PNG picture; letters and lines grow with it.",
    validate: .in(600...6000))

  static let command = Command(
    name: "plot",
    overview: "Draw the curves of one run or several: losses, D(real) and D(fake), health, speed, quality.",
    discussion: """
      Lines that are too many to stand beside each other are drawn together: the line is their mean, and a pale band \
      their range. Of several runs each has a colour. Quality is drawn if the runs were trained with --evaluate-every.

        dcgan plot runs/mine --out losses.png
        dcgan plot runs/mine runs/next --out both.svg
      """,
    parameters: [runs, out, format, width, ModelOptions.force], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let file = try PlotFile(
      path: arguments[out], format: arguments[format], force: arguments[ModelOptions.force])
    let runs = try RunDirectory.named(
      arguments[runs], maximumCount: RunPlot.maximumRunCount, marks: "the colours")
    guard let plot = RunPlot(try runs.map(drawn)) else {
      let hasDiverged = (try? RunOutcome(runs[0]))?.finding == .diverged
      throw FileError(
        .missingInput, path: runs[0].metrics,
        reason: (hasDiverged ? "the run has diverged before a step was logged" : "no step is logged yet")
          + (runs.count > 1 ? ", and the others have none either" : ""))
    }
    try file.write(plot.drawing, width: arguments[width])
  }

  private static func drawn(_ run: RunDirectory) throws -> RunPlot.Run {
    let outcome = (try? RunOutcome(run)).map { OutcomeText(outcome: $0) }
    let remark =
      outcome.map { "\($0.epochs.replacing("/", with: " of ")) epochs, \($0.name)" } ?? "no step is logged yet"
    return RunPlot.Run(name: run.path, remark: remark, curves: try RunCurves(run))
  }
}
