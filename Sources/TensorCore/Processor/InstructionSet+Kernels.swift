import KernelInterface

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#else
  import KernelsNEON
#endif

extension InstructionSet {
  /// The kernels compiled for the instruction set, which this processor must support.
  func makeKernelTable() -> KernelTable {
    #if arch(x86_64)
      self == .avx512 ? KernelsAVX512.makeKernelTable() : KernelsAVX2.makeKernelTable()
    #else
      KernelsNEON.makeKernelTable()
    #endif
  }
}
