import Foundation
import Platform

extension DataSet {
  /// The name of a file in a directory that is part of a data set; `nil` if the directory is absent or holds none.
  public static func existingFile(in directory: String) -> String? {
    let names = DirectoryNames.read(directory) ?? []
    return names.sorted().first { $0.contains("-ubyte") || $0 == ClassNamesFile.name }
  }

  /// Writes images into a directory as a data set, with their labels and the names of their classes where they have
  /// any, as ``load(path:split:limit:labels:)`` reads them.
  ///
  /// - Parameters:
  ///   - images: The images to learn from.
  ///   - test: The images to judge by, of the same extents.
  ///   - directory: An existing directory.
  ///   - replacing: Whether a data set that was written there is replaced; it stays as it is until the new one is on
  ///     the disk as a whole. If the process ends after that, ``finishWriting(in:)`` does the rest.
  /// - Throws: ``FileError``; earlier files are left alone, and nothing new is left behind, nor if a request to end, such
  ///   as Control-C, ends the process.
  public static func write(
    _ images: ImageSet, test: ImageSet? = nil, to directory: String, replacing: Bool = false
  ) throws {
    let files = WrittenFiles(images, test: test)
    let result = UnfinishedResult()
    guard replacing else {
      try files.write(to: directory, result)
      return result.keep()
    }
    try finishWriting(in: directory)
    let stage = directory + "/.unfinished-data-set"
    // Left behind by a process that was killed.
    files.remove(from: stage)
    DirectoryCreation.removeIfEmpty(stage)
    do {
      try result.createDirectory(stage)
    } catch {
      throw FileError(.cannotCreate, path: directory, reason: "nothing can be added: \(error.reason)")
    }
    try files.write(to: stage, result)
    try move(stage, to: directory + "/" + completeName)
    result.keep()
    try finishWriting(in: directory)
  }

  /// The directory of files that are on the disk as a whole, and are to take the places of those that they replace.
  private static let completeName = ".complete-data-set"

  /// Brings to its end a writing that has ended between files, so that some of a directory's were of the old data set
  /// and others of the new one.
  ///
  /// - Throws: ``FileError`` if the system refuses.
  public static func finishWriting(in directory: String) throws {
    let complete = directory + "/" + completeName
    for name in (DirectoryNames.read(complete) ?? []).sorted() {
      try move("\(complete)/\(name)", to: "\(directory)/\(name)")
    }
    DirectoryCreation.removeIfEmpty(complete)
  }

  private static func move(_ path: String, to target: String) throws {
    guard rename(path.systemPath, target.systemPath) == 0 else {
      throw FileError.system(.cannotCreate, path: target, action: "cannot be put in its place", code: errno)
    }
  }

  /// Looks whether ``write(_:test:to:replacing:)`` has put test images into a directory.
  public static func holdsTestImages(in directory: String) -> Bool {
    [1, 3].contains { fileExists("\(directory)/\(WrittenFiles.imagesName(.test, channels: $0))") }
  }

  /// Whether this part of a directory's data set lies where ``write(_:test:to:replacing:)`` puts it.
  public func isWritten(in directory: String, as split: DataSetSplit) -> Bool {
    namesSameFile(imagesPath, "\(directory)/\(WrittenFiles.imagesName(split, channels: images.channels))")
  }
}

/// The files of a data set that is written.
private struct WrittenFiles {
  private var files: [(name: String, write: (String) throws -> Void)] = []

  init(_ images: ImageSet, test: ImageSet?) {
    if images.labels != nil || test?.labels != nil, !images.classNames.isEmpty {
      files.append((ClassNamesFile.name, { try ClassNamesFile.write(images.classNames, path: $0) }))
    }
    // The training images last: without them, a directory is no data set.
    for (set, split) in [(test, DataSetSplit.test), (images, .train)] {
      guard let set else { continue }
      if let labels = set.labels {
        files.append((Self.labelsName(split), { try IDXFile.write(labels: labels, to: $0, replaceExisting: false) }))
      }
      files.append(
        (Self.imagesName(split, channels: set.channels), { try IDXFile.write(set, to: $0, replaceExisting: false) }))
    }
  }

  static func imagesName(_ split: DataSetSplit, channels: Int) -> String {
    "\(split.fileNamePrefix)-images-idx\(channels == 1 ? 3 : 4)-ubyte"
  }

  private static func labelsName(_ split: DataSetSplit) -> String { "\(split.fileNamePrefix)-labels-idx1-ubyte" }

  var names: [String] { files.map(\.name) }

  /// Writes all files as parts of a result.
  func write(to directory: String, _ result: UnfinishedResult) throws {
    for file in files {
      let path = "\(directory)/\(file.name)"
      try result.addFile(path) { try file.write(path) }
    }
  }

  func remove(from directory: String) {
    for name in names { unlink("\(directory)/\(name)".systemPath) }
  }
}
