import CommandLineKit
import FileFormats
import GAN
import TensorCore

// The libraries throw errors that are sentences; here each is given its exit code.

extension FileError: ExitCodeProviding {
  /// By the kind of fault: 65, 66, 73 or 74.
  public var exitCode: ExitCode {
    switch kind {
    case .badData: .badData
    case .missingInput: .noInput
    case .cannotCreate: .cannotCreate
    case .inputOutput: .inputOutput
    }
  }
}

extension RunDirectoryError: ExitCodeProviding {
  /// By the kind of fault: 66, 73 or 65.
  public var exitCode: ExitCode {
    switch kind {
    case .missing: .noInput
    case .cannotCreate: .cannotCreate
    case .badData: .badData
    }
  }
}

extension CheckpointError: ExitCodeProviding {
  /// Bad data, 65.
  public var exitCode: ExitCode { .badData }
}

extension ArchitectureError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension SampleGridError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension TrainingDivergedError: ExitCodeProviding {
  /// Diverged, 70.
  public var exitCode: ExitCode { .diverged }
}

extension UnsupportedProcessorError: ExitCodeProviding {
  /// Processor not supported, 69.
  public var exitCode: ExitCode { .unsupportedProcessor }
}
