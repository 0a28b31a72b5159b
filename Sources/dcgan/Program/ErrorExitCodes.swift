import CommandLineKit
import FileFormats
import GAN
import Platform
import Runs
import TensorCore

// The libraries throw errors that are sentences; here each is given its exit code.

extension FileError: ExitCodeProviding {
  /// By the kind of fault: 65, 66, 71, 73 or 74. A reader who has gone has what was wanted: no fault.
  public var exitCode: ExitCode {
    switch kind {
    case .badData: .badData
    case .missingInput: .noInput
    case .outOfMemory: .outOfMemory
    case .cannotCreate: .cannotCreate
    case .inputOutput: .inputOutput
    case .closedPipe: .success
    }
  }
}

extension RunDirectoryError: ExitCodeProviding {
  /// By the kind of fault: 66, 73, 65 or 75.
  public var exitCode: ExitCode {
    switch kind {
    case .missing, .noRuns: .noInput
    case .cannotCreate, .taken: .cannotCreate
    case .badData, .noSoundCheckpoint: .badData
    case .inUse: .inUse
    }
  }
}

extension SaveError: ExitCodeProviding {
  /// That of what went wrong with the file, 73 or 74.
  public var exitCode: ExitCode { cause.exitCode }
}

extension CheckpointError: ExitCodeProviding {
  /// Bad data, 65.
  public var exitCode: ExitCode { .badData }
}

extension ArchitectureError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension BatchSizeError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension AugmentationError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension ScheduleEndError: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}

extension MemoryError: ExitCodeProviding {
  /// Out of memory, 71.
  public var exitCode: ExitCode { .outOfMemory }
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

extension SettingConflict: ExitCodeProviding {
  /// Usage, 64.
  public var exitCode: ExitCode { .usage }
}
