import Foundation
import Platform

/// Where the bytes written to a path have to go.
enum OutputTarget: Equatable {
  /// A regular file, existing or not, at the end of all symbolic links: it can be replaced by renaming.
  case file(path: String)
  /// A pipe, a device or the standard output, which can only be written to.
  case stream

  private static let streamNames = ["/dev/stdout": STDOUT_FILENO, "/dev/stderr": STDERR_FILENO]
  private static let streamDirectories: Set = ["/dev/fd/", "/proc/self/fd/"]
  private static let maximumLinkCount = 40

  /// Follows the symbolic links of `path`, whose last target need not exist.
  /// - Throws: ``FileError`` of kind `cannotCreate` if it names a directory or the links run in a circle.
  init(resolving path: String) throws {
    if let status = FileStatus.following(path) {
      if status.kind == .directory {
        // What the caller has closed, a directory stands in for.
        if OutputTarget.isStreamName(path) {
          throw FileError.system(.inputOutput, path: path, action: "cannot be written", code: EBADF)
        }
        throw FileError(.cannotCreate, path: path, reason: "this is a directory, not a file")
      }
      // The standard output may be a regular file, which somebody else has opened and perhaps appends to.
      if status.kind != .regularFile || OutputTarget.isStreamName(path) {
        self = .stream
        return
      }
    }
    var resolved = path
    for _ in 0..<OutputTarget.maximumLinkCount {
      guard FileStatus.ofLink(resolved)?.kind == .symbolicLink else {
        self = .file(path: resolved)
        return
      }
      let target = try OutputTarget.readLink(resolved)
      let isAbsolute = target.utf8.first == UInt8(ascii: "/")
      resolved = isAbsolute ? target : PathComponents(resolved).directoryPrefix + target
    }
    throw FileError.system(.cannotCreate, path: path, action: "cannot be created", code: ELOOP)
  }

  private static func isStreamName(_ path: String) -> Bool {
    streamNames.keys.contains(path) || streamDirectories.contains(PathComponents(path).directoryPrefix)
  }

  /// The number of a descriptor of this process that a path stands for; `nil` if it is of another kind.
  static func descriptor(named path: String) -> Int32? {
    isStreamName(path) ? streamNames[path] ?? Int32(PathComponents(path).name) : nil
  }

  private static func readLink(_ path: String) throws -> String {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path.systemPath, &target, target.count)
    guard count >= 0 else {
      throw FileError.system(.cannotCreate, path: path, action: "cannot be followed", code: errno)
    }
    return String(pathBytes: target[..<count].map { UInt8(truncatingIfNeeded: $0) })
  }
}
