#if arch(x86_64)
  import CProcessor
#endif
import Platform

/// A processor family for which the kernels were compiled.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// x86-64-v4: 32 registers of 16 floats.
  case avx512
  /// x86-64-v3: 16 registers of 8 floats, with fused multiply-add.
  case avx2
  /// arm64: 32 registers of 4 floats.
  case neon

  /// The instruction sets that this processor and its operating system support, the fastest first.
  public static let available: [InstructionSet] = detect()

  #if arch(x86_64)
    private static func detect() -> [InstructionSet] {
      var sets: [InstructionSet] = []
      let features = ProcessorFeatures()
      if features.supports(ProcessorFeatures.level4) { sets.append(.avx512) }
      if features.supports(ProcessorFeatures.level3) { sets.append(.avx2) }
      return sets
    }
  #else
    private static func detect() -> [InstructionSet] { [.neon] }
  #endif
}

/// The processor lacks every instruction set that the kernels need, or the one that was asked for.
public struct UnsupportedProcessorError: Error, CustomStringConvertible {
  /// What is missing and what can be done.
  public let description: String
}

#if arch(x86_64)
  /// What the processor says of itself, and what the operating system saves on a switch of tasks.
  private struct ProcessorFeatures {
    /// A feature: its bit in a register of a CPUID leaf, and its name in /proc/cpuinfo.
    struct Feature {
      let leaf: UInt32
      let register: KeyPath<Registers, UInt32>
      let bit: UInt32
      let name: String
    }

    struct Registers {
      var eax: UInt32 = 0
      var ebx: UInt32 = 0
      var ecx: UInt32 = 0
      var edx: UInt32 = 0
    }

    /// Of x86-64-v3 what tells it from v2.
    nonisolated(unsafe) static let level3: [Feature] = [
      Feature(leaf: 1, register: \.ecx, bit: 12, name: "fma"),
      Feature(leaf: 1, register: \.ecx, bit: 22, name: "movbe"),
      Feature(leaf: 1, register: \.ecx, bit: 28, name: "avx"),
      Feature(leaf: 1, register: \.ecx, bit: 29, name: "f16c"),
      Feature(leaf: 7, register: \.ebx, bit: 3, name: "bmi1"),
      Feature(leaf: 7, register: \.ebx, bit: 5, name: "avx2"),
      Feature(leaf: 7, register: \.ebx, bit: 8, name: "bmi2"),
      Feature(leaf: 0x8000_0001, register: \.ecx, bit: 5, name: "abm"),
    ]

    /// x86-64-v4.
    nonisolated(unsafe) static let level4 =
      level3 + [
        Feature(leaf: 7, register: \.ebx, bit: 16, name: "avx512f"),
        Feature(leaf: 7, register: \.ebx, bit: 17, name: "avx512dq"),
        Feature(leaf: 7, register: \.ebx, bit: 28, name: "avx512cd"),
        Feature(leaf: 7, register: \.ebx, bit: 30, name: "avx512bw"),
        Feature(leaf: 7, register: \.ebx, bit: 31, name: "avx512vl"),
      ]

    /// The kernel's list of flags; `nil` where it gives none.
    private let kernelFlags: Set<Substring>?

    init() {
      kernelFlags = Processors.kernelFlags()
    }

    /// Whether the processor and the operating system both have every feature. An emulator's /proc/cpuinfo may show the
    /// host's flags, so CPUID is asked too.
    func supports(_ features: [Feature]) -> Bool {
      features.allSatisfy { feature in
        let registers = Self.registers(leaf: feature.leaf)
        let processorHas = registers[keyPath: feature.register] & (1 << feature.bit) != 0
        let kernelHas = kernelFlags?.contains(Substring(feature.name)) ?? true
        return processorHas && kernelHas
      }
    }

    private static func registers(leaf: UInt32) -> Registers {
      var registers = Registers()
      guard
        __get_cpuid_count(leaf, 0, &registers.eax, &registers.ebx, &registers.ecx, &registers.edx) == 1
      else { return Registers() }
      return registers
    }
  }
#endif
