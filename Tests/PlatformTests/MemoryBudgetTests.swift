import Foundation
import TestSupport
import Testing

@testable import Platform

/// What may still be taken, and the sentence that says why not.
struct MemoryBudgetTests {
  private func refusal(_ limits: [MemoryLimit], _ bytes: Double, threads: Int = 0) -> String? {
    do {
      try MemoryBudget(limits, stack: 8_000_000).require(bytes, threads: threads, for: "It", advice: "Do without.")
      return nil
    } catch {
      return error.description
    }
  }

  private let reserve = MemoryBudget.reserve

  @Test func theLimitWithTheLeastLeftDecides() {
    let machine = MemoryLimit(.machine, total: 8_000_000_000, left: 900_000_000)
    #expect(refusal([machine], 900_000_000 - Double(reserve)) == nil)
    #expect(
      refusal([machine], 900_000_001 - Double(reserve))
        == "It would take about 875 MB of memory, and 900 MB are left of this machine's 8000 MB; about 26 MB of that the "
        + "program itself needs. Do without.")
    let group = MemoryLimit(.controlGroup, total: 500_000_000, left: 100_000_000)
    #expect(
      refusal([machine, group], 200_000_000)?.contains(
        "100 MB are left of the 500 MB that its control group allows") == true)
  }

  @Test func stacksCountWhereMappingsDo() {
    let left = 100_000_000 + reserve
    for (kind, words) in [
      (MemoryLimit.Kind.addressSpace, "address space that 'ulimit -v' allows"), (.data, "that 'ulimit -d' allows"),
    ] {
      let limit = MemoryLimit(kind, total: 1_000_000_000, left: left)
      #expect(refusal([limit], 100_000_000) == nil)
      #expect(refusal([limit], 60_000_000, threads: 2) == nil)
      #expect(refusal([limit], 70_000_000, threads: 2)?.contains(words) == true)
    }
    #expect(refusal([MemoryLimit(.machine, total: left, left: left)], 100_000_000, threads: 1000) == nil)
  }

  @Test func whatNoMachineHasIsRefusedWithoutOverflow() {
    let machine = MemoryLimit(.machine, total: Int.max, left: Int.max)
    #expect(refusal([machine], 1e30)?.hasPrefix("It would take about 1000000000000000 GB of memory") == true)
    #expect(
      refusal([], 1e30) == "It would take about 1000000000000000 GB of memory, and the system does not give as much. "
        + "Do without.")
  }

  @Test func limitsAreReadFromTheSystem() throws {
    let tree = try SystemTree([
      "proc/meminfo": SystemTree.machine, "proc/self/statm": "100 50 10 1 0 60 0\n", "proc/self/cgroup": "0::/\n",
      "proc/self/mountinfo": SystemTree.mount("/sys/fs/cgroup"), "sys/fs/cgroup/memory.max": "800\n",
      "sys/fs/cgroup/memory.current": "100\n",
    ])
    let page = Int(getpagesize())
    let limits = ProcessLimits(addressSpace: 150 * page, data: 50 * page)
    let found = tree.read { MemoryLimit.current(root: $0, limits) }
    #expect(
      found == [
        MemoryLimit(.machine, total: 8_192_000, left: 6_144_000), MemoryLimit(.controlGroup, total: 800, left: 700),
        MemoryLimit(.addressSpace, total: 150 * page, left: 50 * page), MemoryLimit(.data, total: 50 * page, left: 0),
      ])
  }

  @Test(arguments: ["", "MemTotal: x kB\n", "MemAvailable: 9223372036854775807 kB\n"])
  func garbageIsNoLessThanTheMachine(text: String) throws {
    let tree = try SystemTree(["proc/meminfo": text])
    let machine = tree.read { MachineMemory(root: $0) }
    #expect(machine.total == Int(clamping: ProcessInfo.processInfo.physicalMemory))
    #expect((0...machine.total).contains(machine.available))
  }

  @Test func takenMemoryCanBeWrittenTo() {
    let memory = Allocation.take(1000, alignment: 64)
    #expect(Int(bitPattern: memory) % 64 == 0)
    memory.storeBytes(of: 7, toByteOffset: 999, as: UInt8.self)
    Allocation.release(memory)
    #expect(Allocation.canMap(1 << 20) && !Allocation.canMap(1 << 60))
  }
}
