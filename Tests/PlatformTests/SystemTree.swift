import Foundation
import TestSupport

/// A made-up `/proc` and `/sys` in a temporary directory.
struct SystemTree {
  private let directory: TemporaryDirectory

  init(_ files: [String: String]) throws {
    directory = try TemporaryDirectory()
    for (path, text) in files { try directory.create(path, text.utf8) }
  }

  /// Hands out what stands before `/proc` and `/sys`, and keeps the files meanwhile.
  func read<Result>(_ body: (_ root: String) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(directory) { try body(directory.path) }
  }

  /// The line of a mounted tree in `/proc/self/mountinfo`; without a controller it is of version 2.
  static func mount(_ directory: String, _ controllers: String? = nil, top: String = "/") -> String {
    let kind = controllers.map { "cgroup cgroup rw,\($0)" } ?? "cgroup2 cgroup2 rw,nsdelegate"
    return "31 23 0:27 \(top) \(directory) rw,nosuid,nodev shared:9 - \(kind)\n"
  }

  static let machine = "MemTotal:  8000 kB\nMemFree:  10 kB\nMemAvailable:  6000 kB\n"
}
