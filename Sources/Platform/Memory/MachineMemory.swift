import Foundation

/// The memory of the machine, in bytes.
package struct MachineMemory: Equatable, Sendable {
  /// All of it.
  package let total: Int
  /// What programs can have without anything being swapped out.
  package let available: Int

  /// Asks the system. `root` is put before `/proc`, for tests.
  package init(root: String = "") {
    #if os(Linux)
      // proc(5), in units of 1024 bytes.
      let numbers = SystemFile.numbers(root + "/proc/meminfo").filter { (0..<Int.max / 1024).contains($0.value) }
      total = numbers["MemTotal"].map { $0 * 1024 } ?? Int(clamping: ProcessInfo.processInfo.physicalMemory)
      available = min(numbers["MemAvailable"].map { $0 * 1024 } ?? total, total)
    #else
      // Darwin compresses and drops what is not used; what is left has no number that could be relied on.
      total = Int(clamping: ProcessInfo.processInfo.physicalMemory)
      available = total
    #endif
  }
}
