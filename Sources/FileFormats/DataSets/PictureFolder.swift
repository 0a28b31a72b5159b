import Foundation
import Platform

/// The pictures of a directory and of its sub-directories, in the order of their names.
public struct PictureFolder {
  /// The directory.
  public let path: String
  /// The names of the sub-directories, which are the classes.
  public let classes: [String]
  /// Each file with its class, 0 if there are none.
  public private(set) var pictures: [(path: String, label: UInt8)] = []
  /// Directories that are not looked into, since they lie within a class.
  public let skipped: [String]

  private static let readableEndings = [
    ".png", ".pgm", ".ppm", ".pbm", ".pnm", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib",
  ]
  private static let endings =
    readableEndings + [".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".pam"]

  /// Looks for pictures.
  ///
  /// - Throws: ``FileError`` if the directory cannot be read, holds no pictures, or mixes some with sub-directories of
  ///   others.
  public init(_ path: String) throws {
    self.path = path
    let names = try Self.contents(path)
    let directories = names.filter { isDirectory("\(path)/\($0)") }
    skipped = try directories.flatMap { name in
      try Self.contents("\(path)/\(name)").map { "\(path)/\(name)/\($0)" }.filter(isDirectory)
    }
    let folders = try directories.filter { try !Self.pictures("\(path)/\($0)").isEmpty }
    guard folders.count <= ImageSet.maximumClassCount else {
      throw FileError(
        .badData, path: path,
        reason: "there are \(folders.count) sub-directories, and labels tell at most \(ImageSet.maximumClassCount) "
          + "classes apart")
    }
    classes = folders
    let own = try Self.pictures(path)
    guard own.isEmpty || folders.isEmpty else {
      throw FileError(
        .badData, path: path,
        reason: "there are pictures both here and in sub-directories such as '\(folders[0])'; put all of them into "
          + "sub-directories, whose names are their classes, or none")
    }
    pictures = own.map { ($0, 0) }
    for (label, folder) in folders.enumerated() {
      pictures += try Self.pictures("\(path)/\(folder)").map { ($0, UInt8(label)) }
    }
    guard !pictures.isEmpty else {
      throw FileError(
        .missingInput, path: path,
        reason: "there are no pictures here (\(Self.readableEndings.joined(separator: ", ")))")
    }
  }

  /// Pictures of other formats count as well, so that it is reported that they cannot be read.
  private static func pictures(_ directory: String) throws -> [String] {
    try contents(directory).filter { name in endings.contains { name.lowercased().hasSuffix($0) } }
      .map { "\(directory)/\($0)" }
  }

  private static func contents(_ directory: String) throws -> [String] {
    try FileStatus.requireReadableDirectory(directory)
    guard let names = DirectoryNames.read(directory) else {
      throw FileError.system(.missingInput, path: directory, action: "the directory cannot be read", code: errno)
    }
    // By their bytes: an order that does not depend on the language of the system.
    return names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
