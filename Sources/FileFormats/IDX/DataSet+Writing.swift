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
  ///   - replacing: Whether a data set that was written there is replaced.
  /// - Throws: ``FileError``; earlier files stay as they are until the new ones are on the disk as a whole, and nothing
  ///   new is left behind, nor if a request to end, such as Control-C, ends the process. If it ends after that, whoever
  ///   reads or writes there next does the rest.
  public static func write(
    _ images: ImageSet, test: ImageSet? = nil, to directory: String, replacing: Bool = false
  ) throws {
    let files = WrittenFiles(images, test: test)
    try finishWriting(in: directory)
    if !replacing, let taken = files.names.map({ "\(directory)/\($0)" }).first(where: { FileStatus.ofLink($0) != nil })
    {
      throw AtomicFile.existsError(taken)
    }
    let stage = directory + "/" + stageName
    // Of a process that was killed: nothing of it may come among the new files.
    discard(stage)
    let result = UnfinishedResult()
    do {
      try result.createDirectory(stage)
    } catch {
      throw FileError(.cannotCreate, path: directory, reason: "nothing can be written here: \(error.reason)")
    }
    try files.write(to: stage, for: directory, result)
    try move(stage, to: directory + "/" + completeName)
    result.keep()
    try finishWriting(in: directory)
  }

  /// The directory of files that are being written.
  private static let stageName = ".unfinished-data-set"
  /// The directory of files that are on the disk as a whole, and are to take the places of those that they replace.
  private static let completeName = ".complete-data-set"

  /// Whether a writing has ended between two files, or is there at this moment.
  private static func isHalfWritten(_ directory: String) -> Bool { fileExists(directory + "/" + completeName) }

  /// Brings to its end a writing that has ended between files, so that some of a directory's were of the old data set
  /// and others of the new one. To be called by the holder of a ``DirectoryLock``.
  ///
  /// - Throws: ``FileError`` if the system refuses.
  public static func finishWriting(in directory: String) throws {
    let complete = directory + "/" + completeName
    for name in (DirectoryNames.read(complete) ?? []).sorted() {
      try move("\(complete)/\(name)", to: "\(directory)/\(name)")
    }
    DirectoryCreation.removeIfEmpty(complete)
  }

  /// Does the same for whoever comes to read or to write, if it is needed.
  ///
  /// - Throws: ``FileError`` if the system refuses, or another process is writing there.
  public static func finishInterruptedWriting(in directory: String) throws {
    guard isHalfWritten(directory) else { return }
    let lock = try DirectoryLock(directory, patience: .seconds(2))
    try withExtendedLifetime(lock) { try finishWriting(in: directory) }
  }

  private static func discard(_ stage: String) {
    for name in DirectoryNames.read(stage) ?? [] { unlink("\(stage)/\(name)".systemPath) }
    DirectoryCreation.removeIfEmpty(stage)
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

  /// Writes all files, as parts of a result, into a directory from which they go to another, which errors speak of.
  func write(to stage: String, for directory: String, _ result: UnfinishedResult) throws {
    for file in files {
      let path = "\(stage)/\(file.name)"
      do {
        try result.addFile(path) { try file.write(path) }
      } catch let error as FileError {
        throw FileError(error.kind, path: "\(directory)/\(file.name)", reason: error.reason)
      }
    }
  }
}
