import CommandLineKit
import FileFormats

/// Where `dcgan sample` puts its images.
enum SampleTarget {
  /// One file, or standard output.
  case file(OutputImage)
  /// A file for each image.
  case directory(OutputDirectory)

  /// A directory if the path ends in a slash or is one, but for the one that the user is in: many files there are
  /// hardly meant unless it is written with the slash.
  init(_ path: String, _ arguments: ParsedArguments) throws {
    let format = arguments[ModelOptions.format]
    let force = arguments[ModelOptions.force]
    if path.hasSuffix("/") || (isDirectory(path) && path != "." && path != "..") {
      self = .directory(try OutputDirectory(path, format: format, replacesFiles: force))
    } else {
      self = .file(try OutputImage(path: path, format: format, force: force, mayHaveLabels: true))
    }
  }

  /// Whether the images stand on one picture.
  var isGrid: Bool {
    if case .file(let file) = self { !file.format.holdsSingleImages } else { false }
  }
}
