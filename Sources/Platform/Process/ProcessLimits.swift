import Foundation

/// What the system allows this process to take (`ulimit`), in bytes; `nil` where there is no limit.
package struct ProcessLimits: Equatable, Sendable {
  /// Everything that is mapped, be it used or not: `RLIMIT_AS`, `ulimit -v`.
  package var addressSpace: Int?
  /// Private memory that can be written to: `RLIMIT_DATA`, `ulimit -d`.
  package var data: Int?
  /// What a new thread's stack takes of both.
  package var stack: Int

  /// What a stack takes where `ulimit -s` says nothing: 2 MB by glibc on x86-64, less elsewhere.
  private static let defaultStack = 2 << 20

  /// Names limits, for tests.
  package init(addressSpace: Int? = nil, data: Int? = nil, stack: Int = 8 << 20) {
    self.addressSpace = addressSpace
    self.data = data
    self.stack = stack
  }

  /// The limits of this process.
  package static var current: ProcessLimits {
    #if os(Linux)
      return ProcessLimits(
        addressSpace: softLimit(__rlimit_resource_t(RLIMIT_AS.rawValue)),
        data: softLimit(__rlimit_resource_t(RLIMIT_DATA.rawValue)),
        stack: softLimit(__rlimit_resource_t(RLIMIT_STACK.rawValue)) ?? defaultStack)
    #else
      // Darwin's setrlimit(2): RLIMIT_AS is RLIMIT_RSS, which nothing enforces, and RLIMIT_DATA bounds `sbrk` alone.
      // Threads other than the first have 512 KB of stack.
      return ProcessLimits(stack: 512 << 10)
    #endif
  }

  /// Bytes that a file may have: `RLIMIT_FSIZE`, `ulimit -f`; `nil` where there is no limit.
  package static var fileSize: Int? {
    var limit = rlimit()
    #if os(Linux)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    #else
      let status = getrlimit(RLIMIT_FSIZE, &limit)
    #endif
    return status == 0 && limit.rlim_cur < rlim_t(Int.max) ? Int(limit.rlim_cur) : nil
  }

  #if os(Linux)
    private static func softLimit(_ resource: __rlimit_resource_t) -> Int? {
      var limit = rlimit()
      guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(Int.max) else { return nil }
      return Int(limit.rlim_cur)
    }
  #endif
}
