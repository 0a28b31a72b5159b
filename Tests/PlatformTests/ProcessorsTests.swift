import Foundation
import TestSupport
import Testing

@testable import Platform

/// How many threads are worth starting.
struct ProcessorsTests {
  private func quota(_ files: [String: String]) throws -> Double? {
    try SystemTree(files).read { ControlGroups(root: $0).processorQuota }
  }

  @Test func versionOneTakesTheLeastQuotaAround() throws {
    let found = try quota([
      "proc/self/cgroup": "5:cpu,cpuacct:/a/b\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup/cpu,cpuacct", "cpu,cpuacct"),
      "sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us": "-1\n",
      "sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us": "100000\n",
      "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "150000\n",
      "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
    ])
    #expect(found == 1.5)
  }

  @Test func versionTwoTakesTheLeastQuotaAround() throws {
    let found = try quota([
      "proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"),
      "sys/fs/cgroup/a/b/cpu.max": "400000 100000\n", "sys/fs/cgroup/a/cpu.max": "50000 100000\n",
    ])
    #expect(found == 0.5)
  }

  @Test(arguments: ["max 100000\n", "100000\n", "0 100000\n", "5 0\n", "x y\n", ""])
  func whatIsNoQuotaIsNone(text: String) throws {
    let found = try quota([
      "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"),
      "sys/fs/cgroup/cpu.max": text,
    ])
    #expect(found == nil)
  }

  @Test(arguments: [("1000", 1), ("100000", 1), ("100001", 2), ("9000000000000", 1 << 20)])
  func aQuotaIsRoundedUpAndBoundedByTheProcessors(quota: String, most: Int) throws {
    let tree = try SystemTree([
      "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"),
      "sys/fs/cgroup/cpu.max": "\(quota) 100000\n",
    ])
    let count = tree.read { Processors.usableCount(root: $0) }
    #expect(count == min(most, Processors.allowedCount))
  }

  @Test func flagsAreThoseOfTheFirstProcessor() throws {
    let text = "processor\t: 0\nflags\t\t: fpu avx2 fma\n\nprocessor\t: 1\nflags\t\t: fpu\n"
    #expect(try SystemTree(["proc/cpuinfo": text]).read { Processors.kernelFlags(root: $0) } == ["fpu", "avx2", "fma"])
    #expect(try SystemTree([:]).read { Processors.kernelFlags(root: $0) } == nil)
  }

  @Test func aProcessorHasTheNameThatLinuxListsFirst() throws {
    let text = "processor\t: 0\nmodel name\t: Some Processor: 9\nflags\t\t: fpu\n\nmodel name\t: Another\n"
    #expect(try SystemTree(["proc/cpuinfo": text]).read { Processors.name(root: $0) } == "Some Processor: 9")
    #expect(try SystemTree(["proc/cpuinfo": "Features\t: fp\n"]).read { Processors.name(root: $0) } == nil)
  }

  @Test func thisProcessMayUseAProcessor() {
    #expect((1...ProcessInfo.processInfo.processorCount).contains(Processors.usableCount()))
  }
}
