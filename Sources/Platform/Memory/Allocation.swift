import CPlatform
import Foundation

/// Large pieces of memory, taken by calls whose failure is seen.
package enum Allocation {
  private static let failureHandler = Locked<(@Sendable (_ byteCount: Int) -> Never)?>(nil)

  /// Sets what ends the process if memory cannot be had that a ``MemoryBudget`` had promised, because others took it
  /// meanwhile. Without a handler it is a trap, as wherever Swift allocates.
  package static func endProcessOnFailure(_ handler: @escaping @Sendable (_ byteCount: Int) -> Never) {
    failureHandler.withLock { $0 = handler }
  }

  /// Takes memory that lies at a multiple of `alignment`, a power of two; to be given back by ``release(_:)``.
  package static func take(_ byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    if posix_memalign(&memory, max(alignment, MemoryLayout<Int>.size), max(byteCount, 1)) == 0, let memory {
      preferHugePages(memory, byteCount)
      return memory
    }
    failureHandler.withLock { $0 }?(byteCount)
    fatalError("\(byteCount) bytes of memory cannot be had.")
  }

  /// Where the system makes pages of 2 MiB for those who ask, asks for them in an allocation that holds one for certain:
  /// each spares 511 page faults, of which the first pictures of a program otherwise wait for thirty thousand.
  private static func preferHugePages(_ memory: UnsafeMutableRawPointer, _ byteCount: Int) {
    #if os(Linux)
      guard byteCount >= 2 * hugePage else { return }
      let first = memory.alignedUp(toMultipleOf: smallPage)
      // It is but a preference: whether it is met does not matter.
      madvise(first, (memory + byteCount - first) / smallPage * smallPage, MADV_HUGEPAGE)
    #endif
  }

  private static let smallPage = 4096
  private static let hugePage = 2 << 20

  /// Gives memory back.
  package static func release(_ memory: UnsafeMutableRawPointer) { free(memory) }

  /// Whether the system would map so many bytes now. Nothing stays mapped.
  static func canMap(_ byteCount: Int) -> Bool {
    guard byteCount > 0 else { return true }
    #if os(Linux)
      let flags = MAP_PRIVATE | MAP_ANONYMOUS
    #else
      let flags = MAP_PRIVATE | MAP_ANON
    #endif
    guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
      return false
    }
    munmap(memory, byteCount)
    return true
  }

  /// Where address space is limited, keeps the C library from setting aside 64 MB of it for each thread that allocates.
  package static func spareAddressSpace() {
    #if canImport(Glibc)
      if ProcessLimits.current.addressSpace != nil { mallopt(M_ARENA_MAX, 1) }
    #endif
  }
}
