import CommandLineKit
import Runs
import TensorCore

/// `dcgan timelapse`
enum TimelapseCommand {
  private static let path = Argument<String?>("RUN", help: "Run directory. (default: the newest run under runs/)")
  private static let out = Option<String>(
    "out", valueName: "FILE", help: "File to write: a .gif; - for standard output.")
  private static let rate = Option<Double>(
    "fps", valueName: "N", default: 5, help: "Grids shown in a second.", validate: .in(0.1...50))
  private static let hold = Option<Duration>(
    "hold", valueName: "TIME", default: .seconds(2), help: "How long the last grid is shown, at least.",
    validate: .in(.zero...(.seconds(600))))
  private static let frames = Option<Int>(
    "frames", valueName: "N", default: 200,
    help: "Grids to show at most, evenly spread over the run, its first and last included.", validate: .in(2...100_000))
  private static let numbers = Flag("numbers", help: "Show the epoch below each grid.")

  static let command = Command(
    name: "timelapse", overview: "Show how a run's samples came about, as an animation.",
    discussion: """
      A run draws the same latent vectors after every epoch: shown one after the other, its grids tell how the images \
      came out of noise, and whether they still change.

        dcgan timelapse runs/mine --out training.gif
        dcgan timelapse runs/mine --numbers --scale 2 --fps 10 --out training.gif

      For a smoother one, train with --sample-every-steps. A GIF has 256 colours: grey grids lose nothing by that, and \
      those in colour get the 256 that fit all of them best.
      """,
    parameters: [path, out, rate, hold, frames, numbers, ModelOptions.scale, ModelOptions.force], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    if let promised = ImageFormat.promisedEnding(arguments[out]), promised != ImageFormat.gif.rawValue {
      throw UsageError(
        "'\(arguments[out])' promises a .\(promised) file, and a time lapse is a GIF: give the name the ending '.gif'.")
    }
    let file = try OutputImage(path: arguments[out], format: .gif, force: arguments[ModelOptions.force])
    let directory = try RunDirectory.named(arguments[path])
    var series = try SampleSeries(directory)
    series.thinOut(to: arguments[frames])
    let grids = try TimelapseGrids(series, of: directory, scale: arguments[ModelOptions.scale], report: terminal.report)
    let shown = arguments[numbers] ? grids.numbered : grids.pictures
    try file.write(animation: shown, delays: delays(count: shown.count, arguments))
  }

  /// How long each frame is shown, in hundredths of a second. They are rounded so that none of them is off for long, as
  /// the times are at which they begin.
  private static func delays(count: Int, _ arguments: ParsedArguments) -> [Int] {
    let length = 100 / arguments[rate]
    func start(_ frame: Int) -> Int { Int((Double(frame) * length).rounded()) }
    var delays = (0..<count).map { start($0 + 1) - start($0) }
    delays[count - 1] = max(delays[count - 1], Int((arguments[hold].seconds * 100).rounded()))
    return delays
  }
}
