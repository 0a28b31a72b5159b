import Foundation
import Platform

/// A directory as far as pictures go: those in it, and the directories in it that hold some, in natural order.
struct PictureTree {
  let path: String
  private(set) var name: String
  private(set) var pictures: [String] = []
  private(set) var folders: [PictureTree] = []

  /// The pictures here and in all directories below.
  var allPictures: [String] { pictures + folders.flatMap(\.allPictures) }

  /// Whether the directories in it were chosen from more.
  private var isChoice = false

  /// The same directory by another name.
  func renamed(_ name: String) -> PictureTree {
    var tree = self
    tree.name = name
    return tree
  }

  /// This directory with some of those in it alone.
  func holding(_ folders: [PictureTree]) -> PictureTree {
    var tree = self
    (tree.pictures, tree.folders, tree.isChoice) = ([], folders, true)
    return tree
  }

  /// The directory, or those that were chosen in it.
  var origins: [String] { isChoice ? folders.map(\.path) : [path] }

  /// Walks through a directory.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - leaveOut: Given everything that is no picture and no directory that was looked into.
  ///   - found: Told of each entry that was looked at.
  /// - Throws: ``FileError`` if the directory cannot be read.
  init(_ path: String, leaveOut: (LeftOutFile) -> Void, found: () -> Void = {}) throws {
    try FileStatus.requireReadableDirectory(path)
    try self.init(path, name: path, above: [], leaveOut: leaveOut, found: found)
  }

  /// More than data sets have; a home directory has more.
  private static let maximumDepth = 6
  private static let systemNames: Set = [
    "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin",
    "system volume information", "lost+found",
  ]

  private init(
    _ path: String, name: String, above: [FileStatus.Identity], leaveOut: (LeftOutFile) -> Void, found: () -> Void
  ) throws {
    (self.path, self.name) = (path, name)
    guard let names = DirectoryNames.read(path) else {
      throw FileError.system(.missingInput, path: path, action: "the directory cannot be read", code: errno)
    }
    let own = above + (FileStatus.following(path).map { [$0.identity] } ?? [])
    for name in names.sorted(by: { $0.precedesNaturally($1) }) {
      let path = path.utf8.last == UInt8(ascii: "/") ? path + name : "\(path)/\(name)"
      found()
      let status = FileStatus.following(path)
      let isDirectory = status?.kind == .directory
      let kind = isDirectory ? LeftOutFile.Kind.directory : .otherFile
      if name.utf8.first == UInt8(ascii: ".") {
        leaveOut(LeftOutFile(kind, path, "a name with a dot before it means that it is hidden"))
      } else if Self.systemNames.contains(name.lowercased()) {
        leaveOut(LeftOutFile(kind, path, "this belongs to an operating system"))
      } else if let status, isDirectory {
        if let folder = Self.folder(path, name, status, above: own, leaveOut: leaveOut, found: found) {
          folders.append(folder)
        }
      } else if PictureFolder.isPictureName(name) || status?.kind == .regularFile && Self.beginsAsPicture(path) {
        pictures.append(path)
      } else {
        leaveOut(LeftOutFile(.otherFile, path, "the name does not end as a picture's"))
      }
    }
  }

  /// Whether a file of another name, or of one without an ending, begins as the usual pictures do.
  private static func beginsAsPicture(_ path: String) -> Bool {
    guard let start = try? WholeFile.start(path: path, count: 12) else { return false }
    return start.starts(with: PNG.signature) || start.starts(with: [0xFF, 0xD8, 0xFF])
      || start.starts(with: Array("GIF8".utf8))
      || start.starts(with: Array("RIFF".utf8)) && start.dropFirst(8).starts(with: Array("WEBP".utf8))
  }

  /// A directory that is worth a look and holds pictures.
  private static func folder(
    _ path: String, _ name: String, _ status: FileStatus, above: [FileStatus.Identity],
    leaveOut: (LeftOutFile) -> Void, found: () -> Void
  ) -> PictureTree? {
    if above.contains(status.identity) {
      leaveOut(LeftOutFile(.directory, path, "this link leads back to a directory that it lies in"))
      return nil
    }
    guard above.count <= maximumDepth else {
      leaveOut(LeftOutFile(.directory, path, "directories as deep as this are not looked into; import it by itself"))
      return nil
    }
    do {
      try FileStatus.requireReadableDirectory(path)
      let tree = try PictureTree(path, name: name, above: above, leaveOut: leaveOut, found: found)
      return tree.pictures.isEmpty && tree.folders.isEmpty ? nil : tree
    } catch {
      leaveOut(LeftOutFile(.directory, path, (error as? FileError)?.reason ?? "\(error)"))
      return nil
    }
  }
}
