import Foundation

/// The files, pipes and other things that a process can hold open at a time (`ulimit -n`).
package enum OpenFiles {
  /// Whether so many more can be opened at this moment. It is tried, since some may have been open from the start.
  package static func areAvailable(_ count: Int) -> Bool {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    for _ in 0..<count {
      let descriptor = open("/", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return errno != EMFILE && errno != ENFILE }
      descriptors.append(descriptor)
    }
    return true
  }
}
