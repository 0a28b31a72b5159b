import CommandLineKit
import GAN
import Runs

extension ModelOptions {
  /// The networks that the options name; what makes them doubtful is told.
  ///
  /// - Throws: what reading a checkpoint throws; `UsageError` if it has another architecture than the one that is
  ///   named.
  static func model(_ arguments: ParsedArguments, _ terminal: Terminal) throws -> LoadedModel {
    try model(arguments, path: arguments[checkpoint], terminal).with(arguments[weights]?.weights)
  }

  /// The same for a command whose checkpoint is its argument.
  static func model(_ arguments: ParsedArguments, path: String?, _ terminal: Terminal) throws -> LoadedModel {
    let named = try arguments[architecture].map { try $0.architecture() }
    let model = try LoadedModel(path: path, architecture: named)
    if let named, model.configuration.architecture != named {
      throw UsageError(
        "'--architecture' is for networks without metadata, and '\(model.checkpoint.path)' says that its own is "
          + "\(model.configuration.architecture.name). Leave the option out.")
    }
    if let remark = model.remark { terminal.report("Warning: \(remark)") }
    return model
  }
}

extension ArchitectureSource {
  /// The networks: a preset's as it is, or a file's.
  fileprivate func architecture() throws -> Architecture {
    switch self {
    case .preset(let preset): try preset.architecture()
    case .file(let path): try Architecture(path: path)
    }
  }
}
