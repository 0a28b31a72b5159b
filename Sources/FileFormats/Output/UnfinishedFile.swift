import Foundation
import Platform

/// The name of a file that ``AtomicFile`` is writing, which tells whose it is.
///
/// Programs on several machines, or in several containers, may write to one directory at a time, and a process's number
/// means nothing to any other machine. So a name carries a ``Platform/ProcessIdentity``:
/// `.partial-<host>-<start>-<process>-<number>`, the first two in hexadecimal. A file of this very host is abandoned
/// when its process has ended. One of another host, or of this one before it was started anew, is when nothing was
/// written to it for a day: writing takes seconds. The same holds for names of earlier versions,
/// `.partial-<process>-<number>`, which do not tell the host.
struct UnfinishedFile {
  /// Whose it is; `nil` if the name does not tell.
  private let owner: ProcessIdentity?

  private static let prefix = ".partial-"
  /// Seconds after which a file that its process cannot be asked about counts as abandoned.
  static let maximumAge = 24.0 * 3600

  /// The name of this process's file of a number.
  static func name(number: Int) -> String {
    let own = ProcessIdentity.current
    return prefix + String(own.host, radix: 16) + "-" + String(own.start, radix: 16) + "-\(own.number)-\(number)"
  }

  /// Reads a name; `nil` if it is not of this kind.
  init?(_ name: String) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    let parts = name.dropFirst(Self.prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 4, let last = parts.last, let number = Int(last), number > 0,
      let process = pid_t(parts[parts.count - 2]), process > 0
    else { return nil }
    if parts.count == 2 {
      owner = nil
    } else {
      guard let host = UInt64(parts[0], radix: 16), let start = UInt64(parts[1], radix: 16) else { return nil }
      owner = ProcessIdentity(host: host, number: process, start: start)
    }
  }

  /// Whether the process that wrote the file has certainly ended, whoever else writes beside it now.
  var lacksWriter: Bool { owner?.hasEnded ?? false }

  /// Whether nobody will finish the file, to judge from when it changed last. To be asked by a process that is not
  /// writing it itself.
  func isAbandoned(lastChange: Date?, now: Date) -> Bool {
    if let owner, owner.host == ProcessIdentity.current.host {
      return owner == .current || owner.hasEnded
    }
    guard let lastChange else { return false }
    return now.timeIntervalSince(lastChange) > Self.maximumAge
  }
}
