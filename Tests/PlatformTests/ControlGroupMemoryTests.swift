import Testing

@testable import Platform

/// The memory limits of control groups, in trees as kernels and container engines make them.
struct ControlGroupMemoryTests {
  private func limit(_ files: [String: String]) throws -> [Int]? {
    try SystemTree(files).read { ControlGroups(root: $0).memoryLimit.map { [$0.total, $0.left] } }
  }

  private let unlimited = "9223372036854771712\n"

  @Test func versionOneCountsUsageLessCache() throws {
    let found = try limit([
      "proc/self/cgroup": "4:memory:/jobs/7\n3:cpuset:/\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup/memory", "memory"),
      "sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes": "1000\n",
      "sys/fs/cgroup/memory/jobs/7/memory.usage_in_bytes": "700\n",
      "sys/fs/cgroup/memory/jobs/7/memory.stat":
        "cache 9\ninactive_file 1\ntotal_inactive_file 150\ntotal_active_file 50\nhierarchical_memory_limit 1000\n",
    ])
    #expect(found == [1000, 500])
  }

  @Test func versionOneFollowsTheGroupsAround() throws {
    let found = try limit([
      "proc/self/cgroup": "4:memory:/jobs/7\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup/memory", "memory"),
      "sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes": unlimited,
      "sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "2000\n",
      "sys/fs/cgroup/memory/jobs/memory.usage_in_bytes": "1900\n",
      "sys/fs/cgroup/memory/memory.limit_in_bytes": unlimited,
    ])
    #expect(found == [2000, 100])
  }

  @Test func versionOneKnowsLimitsAboveWhatAContainerSees() throws {
    let found = try limit([
      "proc/self/cgroup": "4:memory:/docker/abc\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup/memory", "memory", top: "/docker/abc"),
      "sys/fs/cgroup/memory/memory.limit_in_bytes": unlimited,
      "sys/fs/cgroup/memory/memory.usage_in_bytes": "100\n",
      "sys/fs/cgroup/memory/memory.stat": "hierarchical_memory_limit 3000\n",
    ])
    #expect(found == [3000, 2900])
  }

  @Test func versionTwoFollowsTheGroupsAround() throws {
    var files = [
      "proc/self/cgroup": "0::/user.slice/job.scope\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"),
      "sys/fs/cgroup/user.slice/job.scope/memory.max": "max\n",
      "sys/fs/cgroup/user.slice/job.scope/memory.current": "10\n",
      "sys/fs/cgroup/user.slice/memory.max": "5000\n",
      "sys/fs/cgroup/user.slice/memory.current": "4500\n",
      "sys/fs/cgroup/user.slice/memory.stat": "anon 4000\ninactive_file 400\nactive_file 100\n",
    ]
    #expect(try limit(files) == [5000, 1000])
    files["sys/fs/cgroup/user.slice/job.scope/memory.max"] = "500\n"
    #expect(try limit(files) == [500, 490])
  }

  @Test func bothVersionsBesideEachOther() throws {
    let found = try limit([
      "proc/self/cgroup": "4:memory:/a\n0::/b\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup/memory", "memory")
        + SystemTree.mount("/sys/fs/cgroup/unified"),
      "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "1000\n",
      "sys/fs/cgroup/memory/a/memory.usage_in_bytes": "0\n",
      "sys/fs/cgroup/unified/b/cgroup.procs": "1\n",
    ])
    #expect(found == [1000, 1000])
  }

  @Test(arguments: ["/../../other", "/elsewhere", "/docker/xyz/../abc"])
  func aPathOfAnotherNameSpaceMeansTheTop(path: String) throws {
    let found = try limit([
      "proc/self/cgroup": "0::\(path)\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup", top: "/docker/xyz"),
      "sys/fs/cgroup/memory.max": "800\n", "sys/fs/cgroup/memory.current": "100\n",
    ])
    #expect(found == [800, 700])
  }

  @Test func spacesInNamesAreRead() throws {
    let found = try limit([
      "proc/self/cgroup": "0::/my job:1\n",
      "proc/self/mountinfo": SystemTree.mount(#"/sys/fs/c\040group"#),
      "sys/fs/c group/my job:1/memory.max": "800\n", "sys/fs/c group/my job:1/memory.current": "100\n",
    ])
    #expect(found == [800, 700])
  }

  @Test func moreUsedThanAllowedLeavesNothing() throws {
    let found = try limit([
      "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"),
      "sys/fs/cgroup/memory.max": "800\n", "sys/fs/cgroup/memory.current": "900\n",
    ])
    #expect(found == [800, 0])
  }

  @Test(arguments: [
    "max\n", "", "many\n", "-5\n", "9223372036854771712\n", "18446744073709551615\n", "1152921504606846976\n",
  ])
  func whatIsNoLimitIsNone(text: String) throws {
    let found = try limit([
      "proc/self/cgroup": "0::/\n4:memory:/\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup") + SystemTree.mount("/sys/fs/memory", "memory"),
      "sys/fs/cgroup/memory.max": text, "sys/fs/memory/memory.limit_in_bytes": text,
    ])
    #expect(found == nil)
  }

  @Test(
    arguments: [
      [:], ["proc/self/cgroup": "0::/\n"], ["proc/self/mountinfo": "31 23 0:27 / /sys/fs/cgroup rw - cgroup2 c rw\n"],
      ["proc/self/cgroup": "garbage\n::\n1\n\u{0}\n", "proc/self/mountinfo": "- - -\n1 2 3 4 5 6 -\n\\\n"],
      ["proc/self/cgroup": "0::relative\n", "proc/self/mountinfo": "31 23 0:27 / /c\\09 rw - cgroup2 cgroup2 rw\n"],
    ] as [[String: String]])
  func whatCannotBeReadIsNoLimit(files: [String: String]) throws {
    #expect(try limit(files) == nil)
  }
}
