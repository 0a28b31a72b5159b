import CommandLineKit
import FileFormats
import Foundation
import GAN
import Runs

/// `dcgan inspect`
enum InspectCommand {
  private static let path = Argument<String?>(
    "path", help: "Checkpoint, run directory, or data set. (default: the newest run under runs/)")
  private static let json = Flag("json", help: "Print JSON.")

  static let command = Command(
    name: "inspect", overview: "Show what a checkpoint or a data set holds.",
    parameters: [path, ModelOptions.architecture, json], run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let path = arguments[path]
    let report: any InspectionReport
    if let path, isDataSet(path) {
      do {
        report = try DataSetReport(path: path)
      } catch let error as FileError where error.mismatch?.wanted == .dataSet {
        // Neither does it hold what else could be shown.
        throw error.wanting(.inspected)
      }
    } else {
      let model = try ModelOptions.model(arguments, path: path, terminal)
      report = try CheckpointReport(model.checkpoint, of: model.run)
    }
    try terminal.print(arguments[json] ? report.json.text : report.text(within: terminal.outputScreen?.columns))
  }

  /// Whether a path is to be read as IDX: a directory that holds no run, or a file that is no checkpoint.
  private static func isDataSet(_ path: String) -> Bool {
    if isDirectory(path) { return !RunDirectory(path).holdsRun() }
    if path.hasSuffix(".safetensors") { return false }
    switch FileKind.recognize(path) {
    case nil: return fileExists(path)
    case .checkpoint, .latents, .recording, .safetensors: return false
    default: return true
    }
  }
}

/// What `dcgan inspect` found, for people and for programs.
protocol InspectionReport {
  /// The text within so many columns of a terminal, if it goes to one.
  func text(within columns: Int?) -> String
  var json: JSONValue { get }
}
