import CommandLineKit
import Runs
import TensorCore

/// The networks that a new run begins with, if they are another run's.
enum InitialNetworks {
  /// Reads the checkpoint that `--init-from` names.
  ///
  /// - Parameters:
  ///   - arguments: Those of `dcgan train`.
  ///   - image: The shape of the images to learn from, which a preset is made for if the file tells no architecture.
  /// - Returns: The networks; `nil` if none are named.
  /// - Throws: what reading a checkpoint throws; `UsageError` if options describe networks that the file describes.
  static func load(_ arguments: ParsedArguments, image: Shape) throws -> LoadedModel? {
    guard let path = arguments[TrainOptions.initFrom] else { return nil }
    do {
      let model = try LoadedModel(path: path)
      try ArchitectureOptions.refuseNetworks(
        arguments, besides: "'--init-from', whose checkpoint has an architecture of its own")
      return model
    } catch let error as CheckpointError where error.use == .unnamedArchitecture {
      guard let source = arguments.value(of: "architecture", as: ArchitectureSource.self) else { throw error }
      return try LoadedModel(
        path: path, architecture: try ArchitectureOptions.architecture(source, arguments, image: image))
    }
  }
}
