import Foundation

/// What this process has taken of the machine.
package enum ProcessUsage {
  /// The most memory that the process has held at once, in bytes.
  package static var peakMemory: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      // Darwin's getrusage(2) counts bytes.
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }

  /// The bytes that count against ``ProcessLimits/addressSpace`` and ``ProcessLimits/data``; `nil` where the system
  /// does not tell. `root` is put before `/proc`, for tests.
  package static func mapped(root: String = "") -> (addressSpace: Int, data: Int)? {
    // proc(5): size, resident, shared, text, lib, data and stack, dirty; in pages. Darwin has no such file, nor the
    // limits.
    guard let text = SystemFile.text(root + "/proc/self/statm") else { return nil }
    let pages = text.split(separator: " ").compactMap { Int($0) }
    guard pages.count >= 6 else { return nil }
    let page = Int(getpagesize())
    return (pages[0] * page, pages[5] * page)
  }
}
