import Foundation
import Testing

@testable import Platform

/// What this process may take and has taken.
struct ProcessLimitsTests {
  @Test func aStackIsBoundedAndThePeakIsNot() {
    #expect(ProcessLimits.current.stack > 0)
    #expect(ProcessUsage.peakMemory > 1 << 20)
  }

  @Test(.enabled(if: OperatingSystem.isLinux)) func mappedMemoryIsMoreThanWhatIsUsed() throws {
    let mapped = try #require(ProcessUsage.mapped())
    #expect(mapped.addressSpace > mapped.data && mapped.data > 0)
  }

  @Test(arguments: ["", "1 2 3", "a b c d e f g"]) func anUnknownFormTellsNothing(text: String) throws {
    let mapped = try SystemTree(["proc/self/statm": text]).read { ProcessUsage.mapped(root: $0) }
    #expect(mapped == nil)
  }
}
