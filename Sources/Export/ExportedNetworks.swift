import GAN
import NeuralNetwork
import Runs
import TensorCore

/// The trained networks of a checkpoint, ready to be written in other programs' formats.
public struct ExportedNetworks {
  /// What the run's result depends on.
  public let configuration: TrainingConfiguration
  let generator: NetworkWeights
  let discriminator: NetworkWeights

  /// Reads the networks.
  ///
  /// - Throws: ``Runs/CheckpointError`` if the file lacks something; `MemoryError` if there is too little memory.
  public init(_ model: LoadedModel, _ context: ComputeContext) throws {
    configuration = model.configuration
    let networks = try model.networksWithInputGradients(maximumImages: 1, withDiscriminator: true, context)
    generator = NetworkWeights(networks.generator.network)
    guard let network = networks.discriminator?.network else { preconditionFailure("a discriminator was asked for") }
    discriminator = NetworkWeights(network)
  }

  /// All values of both networks under the names of the checkpoint: `generator.0.weight` and so on.
  var namedState: [(name: String, item: NamedState)] {
    generator.state.map { ("generator.\($0.name)", $0) } + discriminator.state.map { ("discriminator.\($0.name)", $0) }
  }
}

extension LatentDistribution {
  /// What it is, for readers in other programs.
  var meaning: String {
    switch self {
    case .normal: "standard normal"
    case .uniform: "uniform from -1 to 1"
    }
  }
}
