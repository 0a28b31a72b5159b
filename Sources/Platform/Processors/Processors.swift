import CPlatform
import Foundation

/// The processors that this process may run on.
package enum Processors {
  /// How many threads can compute at once: the processors of the affinity mask (`taskset`, a control group's set), or
  /// fewer if the control group's quota of time, rounded up, is less; at least 1. `root` is put before `/proc` and
  /// `/sys`, for tests.
  package static func usableCount(root: String = "") -> Int {
    let allowed = allowedCount
    guard let quota = ControlGroups(root: root).processorQuota else { return allowed }
    return max(1, min(allowed, Int(min(quota, Double(allowed)).rounded(.up))))
  }

  /// The processors of the affinity mask.
  package static var allowedCount: Int {
    #if os(Linux)
      // A mask that is too short for the machine's processors is refused with EINVAL.
      var mask = [UInt](repeating: 0, count: 16)
      while mask.count <= maximumMask {
        let byteCount = get_affinity_mask(mask.count * MemoryLayout<UInt>.size, &mask)
        if byteCount > 0 { return max(1, mask.reduce(0) { $0 + $1.nonzeroBitCount }) }
        guard errno == EINVAL else { break }
        mask += [UInt](repeating: 0, count: mask.count)
      }
    #endif
    // Darwin has no affinity masks.
    return max(1, ProcessInfo.processInfo.activeProcessorCount)
  }

  /// The features of the processor that Linux lists, which are those that it saves on a switch of tasks too; `nil`
  /// where there is no such list, as on Darwin. `root` is put before `/proc`, for tests.
  package static func kernelFlags(root: String = "") -> Set<Substring>? {
    let line = SystemFile.text(root + "/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("flags") }
    return line.map { Set($0.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" }).dropFirst()) }
  }

  /// Words for half a million processors.
  private static let maximumMask = 1 << 13
}
