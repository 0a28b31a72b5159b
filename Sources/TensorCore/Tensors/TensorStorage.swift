import KernelInterface
import Platform
import Synchronization

/// Memory of a tensor: floats aligned to a cache line, zero at first.
///
/// Behind the last value lies one vector of slack that kernels may read, and never write, so that a loop over whole
/// vectors needs no special last step. The class gives no locks: kernels write disjoint parts in parallel.
package final class TensorStorage: @unchecked Sendable {
  package let count: Int
  package let pointer: UnsafeMutablePointer<Float>
  private let base: UnsafeMutableRawPointer
  private let byteCount: Int
  private let guarded: Bool
  private let meter = AllocationMeter.current

  /// Bytes of a cache line, to which storage is aligned.
  private static let alignment = 64
  /// Floats before and behind the values that a test fills with a signalling pattern.
  private static let guardFloats = 64
  private static let guardPattern: UInt32 = 0x7fa5_a5a5

  /// Allocates `count` floats. With `guarded`, for tests, the values are NaN at first and lie between guards whose
  /// change ``guardsAreIntact`` reports.
  package init(count: Int, guarded: Bool = GuardedAllocation.isOn) {
    precondition(count >= 0)
    self.count = count
    self.guarded = guarded
    let floats = count + Self.guardFloats * 2
    byteCount = floats * MemoryLayout<Float>.stride
    base = Allocation.take(byteCount, alignment: Self.alignment)
    meter?.add(byteCount)
    let all = base.bindMemory(to: Float.self, capacity: floats)
    all.initialize(repeating: guarded ? Float(bitPattern: Self.guardPattern) : 0, count: floats)
    pointer = all + Self.guardFloats
  }

  deinit {
    precondition(!guarded || guardsAreIntact, "a kernel wrote outside its tensor")
    meter?.add(-byteCount)
    Allocation.release(base)
  }

  /// Whether no guard of a guarded storage was overwritten.
  package var guardsAreIntact: Bool {
    for index in 0..<Self.guardFloats {
      if (pointer - 1 - index).pointee.bitPattern != Self.guardPattern { return false }
      if (pointer + count + index).pointee.bitPattern != Self.guardPattern { return false }
    }
    return true
  }
}

/// Adds up the memory of the storage that the current task takes, for tests of what was planned.
package final class AllocationMeter: Sendable {
  /// Where storage is counted, if anywhere.
  @TaskLocal package static var current: AllocationMeter?
  private let held = Atomic<Int>(0)
  private let most = Atomic<Int>(0)

  /// A meter at zero.
  package init() {}

  /// The most bytes that were held at a time.
  package var peak: Int { most.load(ordering: .relaxed) }

  fileprivate func add(_ bytes: Int) { most.max(held.add(bytes, ordering: .relaxed).newValue, ordering: .relaxed) }
}

/// A switch for tests: while on, every new storage of the current task is guarded and starts as NaN.
package enum GuardedAllocation {
  @TaskLocal package static var isOn = false
}
