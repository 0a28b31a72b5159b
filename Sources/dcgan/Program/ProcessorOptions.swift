import CommandLineKit
import Platform
import TensorCore

extension InstructionSet: ArgumentValue {}

/// Options of every command that computes. They change the speed and no bit of the result.
enum ProcessorOptions {
  static let threads = Option<Int?>(
    "threads", valueName: "N",
    help: "Worker threads. Any number gives the same bytes. (default: as many as the "
      + "processors that the process may use)",
    validate: .in(1...1024))
  static let instructionSet = Option<InstructionSet?>(
    "isa", valueName: "NAME",
    help: "Instruction set. Each gives the same bytes. (default: the fastest)")

  static let all: [any ArgumentKey] = [threads, instructionSet]

  /// The kernels and threads that the options ask for, with a profile to note times in, if one is wanted.
  static func context(_ arguments: ParsedArguments, profile: Profile? = nil) throws -> ComputeContext {
    try ComputeContext(
      threads: arguments[threads] ?? Processors.usableCount(),
      instructionSet: arguments[instructionSet], profile: profile)
  }
}
