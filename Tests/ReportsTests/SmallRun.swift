import FileFormats
import Foundation
import GAN
import TestSupport

@testable import Reports
@testable import Runs

/// A run directory as training leaves one, made of a few lines.
struct SmallRun {
  let directory: TemporaryDirectory
  let run: RunDirectory

  /// A run of a name in a directory of its own.
  init(_ name: String = "run", seed: UInt64 = 1) throws {
    directory = try TemporaryDirectory()
    run = RunDirectory(directory.file(name))
    try run.create()
    var settings = Recipe.paper.settings
    settings.seed = seed
    let training = TrainingConfiguration(
      architecture: try Preset.dcgan28.architecture(), data: .init(imageCount: 6400, checksum: 7), settings: settings)
    try RunConfiguration(training: training, data: "shoes").write(to: run)
  }

  /// Writes the log of so many steps, as if each had been examined.
  func log(_ steps: ClosedRange<Int>, health: String = "normal", more: [String] = []) throws {
    let lines = steps.map { step in
      #"{"dFake":0.25,"dReal":0.75,"diversity":0.5,"epoch":\#(step / 100 + 1),"health":"\#(health)","imagesPerSecond":9,"#
        + #""lossD":\#(1 / Double(step)),"lossG":2,"seconds":\#(step),"step":\#(step)}"#
    }
    try Data(((lines + more).joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: run.metrics))
  }

  /// Draws a grid of an epoch.
  func picture(epoch: Int, side: Int = 4) throws {
    let picture = RasterImage(
      width: side, height: side, channels: 1,
      pixels: (0..<side * side).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ epoch) })
    let path = run.sample(epoch: epoch)
    try Data(try PNG.encode(picture, path: path)).write(to: URL(fileURLWithPath: path))
  }

  /// The words of a program.
  @Sendable static func words(_ configuration: RunConfiguration, _ outcome: RunOutcome?) -> RunWords {
    RunWords(
      verdict: outcome.map { .init(name: "\($0.finding)", sentence: "A sentence.", advice: nil, tone: .neutral) },
      facts: [("Seed", "\(configuration.training.seed)")], events: ["Something was changed."])
  }

  /// What the page's script reads of a page.
  static func data(_ page: [UInt8]) throws -> JSONValue {
    let text = String(decoding: page, as: UTF8.self)
    let start = text.range(of: #"<script id="data" type="application/json">"#)
    let end = start.flatMap { text.range(of: "</script>", range: $0.upperBound..<text.endIndex) }
    guard let start, let end else { throw NoDataError() }
    return try JSONValue(parsing: String(text[start.upperBound..<end.lowerBound]))
  }

  struct NoDataError: Error {}
}
