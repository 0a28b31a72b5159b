import CommandLineKit
import FileFormats
import Platform
import TensorCore

/// A directory that gets a picture for each image, named by its number: `0003.png`.
struct OutputDirectory {
  private let path: String
  private let format: ImageFormat
  /// Whether pictures of earlier images may be replaced.
  private let replacesFiles: Bool
  private var digits = Self.minimumDigits

  private static let minimumDigits = 4

  /// A directory, which need not exist yet.
  ///
  /// - Throws: `UsageError` if the format holds all images in one file.
  init(_ path: String, format: ImageFormat?, replacesFiles: Bool) throws {
    self.path = path.hasSuffix("/") ? path : path + "/"
    self.format = format ?? .png
    self.replacesFiles = replacesFiles
    guard !self.format.holdsSingleImages else {
      throw UsageError(
        "'\(path)' is a directory, and '--format \(self.format.rawValue)' holds all images in one file: name it, as in "
          + "'\(self.path)images.\(self.format.rawValue)'.")
    }
  }

  /// Refuses images of a shape that the format cannot hold, or that there is no memory for.
  func check(_ image: Shape) throws { try OutputImage.check(image, format) }

  /// Creates the directory, with those above it, finds out whether the pictures of some images can be written, and has
  /// `fill` write them. If none is written in the end, directories that were missing are so again.
  ///
  /// - Throws: `FileError` if they cannot, if the directory holds a run, several, or a data set, or if it holds such a
  ///   picture already; what `fill` throws.
  func create(for numbers: ImageNumbers, _ fill: (OutputDirectory) throws -> Void) throws {
    var directory = self
    directory.digits = max(Self.minimumDigits, String(numbers.maximum).utf8.count)
    try ResultsDirectory.refuseCollection(path)
    // It goes again as long as no picture lies in it.
    let created = try ResultsDirectory.create(path)
    try withExtendedLifetime(created) {
      try directory.checkCreatable(numbers)
      try fill(directory)
    }
  }

  private func checkCreatable(_ numbers: ImageNumbers) throws {
    try AtomicFile.checkCreatable(file(numbers.maximum))
    guard let names = DirectoryNames.read(path) else {
      throw FileError(
        .cannotCreate, path: path, reason: "what this directory holds cannot be seen; name another, or make it readable"
      )
    }
    let taken = Set(names)
    for number in numbers.values where taken.contains(name(number)) {
      if isDirectory(file(number)) { try AtomicFile.checkCreatable(file(number)) }
      guard !replacesFiles else { continue }
      throw FileError(
        .cannotCreate, path: file(number),
        reason: "this file is here already, and a picture would replace it; name another directory, or add --force")
    }
  }

  /// Writes the picture of an image, atomically.
  func write(_ picture: RasterImage, number: Int) throws {
    try OutputImage.write(picture, format, to: file(number), waitsForDisk: false)
  }

  private func name(_ number: Int) -> String { "\(number.text(digits: digits)).\(format.rawValue)" }

  private func file(_ number: Int) -> String { path + name(number) }
}
