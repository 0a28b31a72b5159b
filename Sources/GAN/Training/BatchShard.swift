import NeuralNetwork
import TensorCore

/// A part of a step's batch that goes through the networks at once, with the networks that learn from it. A batch that
/// is not divided is one shard.
struct BatchShard {
  /// Its number among the shards of the batch, from 0.
  let number: Int
  /// The networks in training.
  let state: TrainingState
  /// The real images: [images, height, width, channels], with values -1 ... 1.
  let real: Tensor
  /// The latent vectors of the fakes: [images, latent size].
  let latents: Tensor
  private let batchClasses: [Int]

  /// Cuts a shard out of a batch.
  init(_ number: Int, of batch: StepInput, _ state: TrainingState) {
    func part(_ batch: Tensor) -> Tensor {
      let shape = batch.shape.with(images: batch.shape.images / state.configuration.settings.shards)
      return batch.window(start: number * shape.count, shape: shape)
    }
    self.number = number
    self.state = state
    real = part(batch.real)
    latents = part(batch.latents)
    batchClasses = batch.classes
  }

  /// The network G.
  var generator: Sequential { state.generator.network }
  /// The network D.
  var discriminator: Sequential { state.discriminator.network }
  /// The place of the first image in the batch.
  var first: Int { number * real.shape.images }

  /// Tells both networks the classes of the images, if they go by any.
  func setClasses() {
    let count = batchClasses.count / state.configuration.settings.shards
    let own = number * count..<(number + 1) * count
    generator.classes.set(batchClasses, part: own)
    discriminator.classes.set(batchClasses, part: own)
  }
}
