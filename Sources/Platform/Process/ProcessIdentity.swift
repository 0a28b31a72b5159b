import Foundation

/// A process among all that ever write to a shared file system: where it runs, its number there, and when it began.
package struct ProcessIdentity: Equatable, Sendable {
  /// The machine since it was started, and the process's name space of numbers on it, which a container has of its own:
  /// two numbers can be compared only where this is the same.
  package let host: UInt64
  /// The process's number.
  package let number: pid_t
  /// When the process began, as the system counts: another process of the same number began later. 0 if it is not
  /// known.
  package let start: UInt64

  /// Puts an identity together.
  package init(host: UInt64, number: pid_t, start: UInt64) {
    self.host = host
    self.number = number
    self.start = start
  }

  /// This process.
  package static let current = ProcessIdentity(
    host: currentHost, number: getpid(), start: startTime(of: getpid()) ?? 0)

  /// Whether the process has certainly ended. Of one that runs elsewhere, nothing is known.
  package var hasEnded: Bool {
    guard host == Self.current.host, number > 0 else { return false }
    if kill(number, 0) != 0 { return errno == ESRCH }
    guard start != 0, let running = Self.startTime(of: number) else { return false }
    return running != start
  }

  private static let currentHost: UInt64 = {
    #if os(Linux)
      // proc(5): drawn at random whenever a kernel starts; the name space is a link such as `pid:[4026531836]`.
      let boot = SystemFile.text("/proc/sys/kernel/random/boot_id")
      let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
      guard let boot, let space else {
        // Without these, numbers can be compared with no other process's.
        return fingerprint([ProcessInfo.processInfo.hostName, "\(getpid())", "\(Date().timeIntervalSince1970)"])
      }
      return fingerprint([boot, space])
    #else
      // Darwin's sysctl(3) knows when the machine started, and has no name spaces.
      var boot = timeval()
      var size = MemoryLayout<timeval>.size
      sysctlbyname("kern.boottime", &boot, &size, nil, 0)
      return fingerprint([ProcessInfo.processInfo.hostName, "\(boot.tv_sec)"])
    #endif
  }()

  private static func startTime(of number: pid_t) -> UInt64? {
    #if os(Linux)
      // proc(5): the 22nd field, counted from the start of the machine. The second is the name in parentheses, with
      // whatever characters it has.
      guard let text = SystemFile.text("/proc/\(number)/stat"), let end = text.lastIndex(of: ")") else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      return fields.count > 19 ? UInt64(fields[19]) : nil
    #else
      // Darwin's sysctl(3), KERN_PROC.
      var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, number]
      var process = kinfo_proc()
      var size = MemoryLayout<kinfo_proc>.size
      guard sysctl(&name, 4, &process, &size, nil, 0) == 0, size > 0 else { return nil }
      let start = process.kp_proc.p_starttime
      return UInt64(start.tv_sec) * 1_000_000 + UInt64(start.tv_usec)
    #endif
  }

  /// FNV-1a of 64 bits (Fowler, Noll, Vo): Swift's own hashes differ from process to process.
  private static func fingerprint(_ texts: [String]) -> UInt64 {
    texts.joined(separator: "\n").utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
