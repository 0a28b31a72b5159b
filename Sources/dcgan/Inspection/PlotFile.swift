import CommandLineKit
import FileFormats
import Plots

/// A format that plots are written in.
enum PlotFormat: String, CaseIterable, ArgumentValue {
  case png
  case svg
}

/// The file that a plot goes to.
struct PlotFile {
  private let path: String
  private let format: PlotFormat
  private static let standardOutput = "/dev/stdout"

  /// Refuses, before any work, a file that cannot be created, whose name promises another format, or that holds
  /// something else, and a terminal unless `force` says so.
  ///
  /// - Throws: `UsageError` or `FileError`.
  init(path: String, format: PlotFormat?, force: Bool) throws {
    self.path = path == "-" ? Self.standardOutput : path
    let promised = path == "-" ? nil : ImageFormat.promisedEnding(path)
    if path != "-", isDirectory(path) {
      let directory = path.hasSuffix("/") ? path : path + "/"
      throw UsageError("'--out \(path)' is a directory. Name a file in it, such as '\(directory)losses.png'.")
    }
    guard let known = format ?? promised.flatMap(PlotFormat.init) else {
      throw UsageError(
        path == "-"
          ? "Standard output has no name that tells the format: add '--format png' or '--format svg'."
          : "'\(path)' does not end in '.png' or '.svg', the formats of plots: rename it or add '--format'.")
    }
    if let promised, promised != known.rawValue {
      throw UsageError(
        "'--format \(known.rawValue)' contradicts the name '\(path)', which promises a .\(promised) file. Leave one of "
          + "them out, or give the name the ending '.\(known.rawValue)'.")
    }
    self.format = known
    guard force || !AtomicFile.isTerminal(self.path) else {
      throw UsageError(
        "'--out \(path)' is a terminal, which would show the plot as gibberish. Name a file, send standard output to one "
          + "with '>', or add '--force'.")
    }
    switch known {
    case .png:
      try ImageFile.checkReplaceable(self.path)
      try ResultsDirectory.refuseOwnFile(self.path)
    case .svg: try ReplaceableFile.check(self.path, isA: "file of SVG") { $0.starts(with: Array("<svg".utf8)) }
    }
    try AtomicFile.checkCreatable(self.path)
  }

  /// Writes a drawing, atomically; as a picture with so many pixels a row.
  ///
  /// - Throws: `FileError`.
  func write(_ drawing: Drawing, width: Int) throws {
    let bytes =
      switch format {
      case .svg: Array(drawing.svg.utf8)
      case .png: try PNG.encode(drawing.raster(scale: Double(width) / drawing.width), path: path)
      }
    try AtomicFile.write(bytes, to: path, replaceExisting: true)
  }
}
