import GAN
import NeuralNetwork
import Runs
import TensorCore

/// A latent that a search has found for an image.
public struct FoundLatent: Hashable, Sendable {
  /// The image's place among the targets.
  public let image: Int
  /// The latent vector.
  public let latent: [Float]
  /// The weighted mean of the squared differences between its image and the target, in values of -1 ... 1.
  public let error: Double
}

/// Searches for the latent vectors whose images come closest to given ones: gradient descent through the generator,
/// from several starting points for each image.
///
/// The networks use their running statistics, so what is found for an image depends on neither its neighbours nor the
/// size of the batches.
public final class LatentSearch {
  private let generator: Generator
  private let objective: SearchObjective
  private let settings: SearchSettings
  private let distribution: LatentDistribution
  private let context: ComputeContext

  /// Latents that go through the networks at once: as many as keep all threads busy, in little memory.
  private static let batchSize = 64

  /// Takes the memory of a search with a model's networks.
  ///
  /// - Throws: ``Runs/CheckpointError`` if the model lacks something; ``Platform/MemoryError`` if there is too little memory.
  public init(_ model: LoadedModel, _ settings: SearchSettings, _ context: ComputeContext) throws {
    let networks = try model.networksWithInputGradients(
      maximumImages: Self.batchSize, withDiscriminator: settings.realism > 0, context)
    generator = networks.generator
    if let number = settings.classNumber {
      for network in [networks.generator.network, networks.discriminator?.network] {
        network?.classes.set([Int](repeating: number, count: Self.batchSize))
      }
    }
    distribution = model.configuration.latentDistribution
    objective = SearchObjective(
      generator: generator.network, discriminator: networks.discriminator?.network, distribution: distribution,
      settings, context)
    self.settings = settings
    self.context = context
  }

  /// Searches for every target.
  ///
  /// - Parameters:
  ///   - targets: the images.
  ///   - progress: told now and then how much of the work is done, 0 ... 1.
  /// - Returns: for each target the results of all restarts, the one whose image is most like it first: priors guide
  ///   the way to each, and have no say in the choice.
  public func run(_ targets: SearchTargets, progress: (Double) -> Void = { _ in }) -> [[FoundLatent]] {
    // In passes of one latent through the generator; a step goes back too, which costs about two more.
    let stepWork = 3 * Double(settings.steps)
    let firstWork = Double(settings.candidates)
    let work = firstWork + Double(targets.count * settings.restarts) * stepWork
    let starts = startingPoints(targets) { progress(Double($0) / work) }
    var found: [[FoundLatent]] = Array(repeating: [], count: targets.count)
    var done = 0
    while done < starts.count {
      let batch = starts[done..<min(done + Self.batchSize, starts.count)]
      for result in descend(
        batch, targets,
        progress: { progress((firstWork + (Double(done) + Double(batch.count) * $0) * stepWork) / work) })
      {
        found[result.image].append(result)
      }
      done += batch.count
    }
    // Sorting keeps the order of equals, so that the result is always the same.
    return found.map {
      $0.enumerated().sorted { ($0.element.error, $0.offset) < ($1.element.error, $1.offset) }.map(\.element)
    }
  }

  /// For each target, in order, the candidates whose images are most like it. `progress` is told how many were looked
  /// at.
  private func startingPoints(_ targets: SearchTargets, progress: (Int) -> Void) -> [FoundLatent] {
    var best: [[FoundLatent]] = Array(repeating: [], count: targets.count)
    let latents = Tensor(generator.network.plan.input.with(images: Self.batchSize))
    var done = 0
    while done < settings.candidates {
      let batch = latents.prefix(images: min(Self.batchSize, settings.candidates - done))
      distribution.fillSearchPoints(batch, seed: settings.seed, first: UInt32(done))
      let images = generator.network.forward(batch, .inference)
      for target in 0..<targets.count {
        for (place, error) in objective.errors(images, objective.batch([target], of: targets)).enumerated() {
          let list = best[target]
          if list.count == settings.restarts, let last = list.last, error >= last.error { continue }
          let rank = list.firstIndex { error < $0.error } ?? list.count
          best[target].insert(
            FoundLatent(image: target, latent: Self.values(batch, place), error: error), at: rank)
          if best[target].count > settings.restarts { best[target].removeLast() }
        }
      }
      done += batch.shape.images
      progress(done)
    }
    return best.flatMap { $0 }
  }

  /// Goes down from some starting points side by side.
  private func descend(
    _ starts: ArraySlice<FoundLatent>, _ targets: SearchTargets, progress: (Double) -> Void
  ) -> [FoundLatent] {
    let latents = Tensor(generator.network.plan.input.with(images: starts.count))
    latents.values = starts.flatMap(\.latent)
    let batch = objective.batch(starts.map(\.image), of: targets)
    var optimizer = LatentOptimizer(latents, learningRate: settings.learningRate, context)
    for step in 0..<settings.steps {
      context.executor.withWorkersStandingBy {
        objective.gradient(latents, batch, into: optimizer.gradients)
        optimizer.step(rate: 1 - Double(step) / Double(settings.steps))
      }
      distribution.restrict(latents)
      progress(Double(step + 1) / Double(settings.steps))
    }
    let errors = objective.errors(generator.network.forward(latents, .inference), batch)
    return starts.enumerated().map { place, start in
      FoundLatent(image: start.image, latent: Self.values(latents, place), error: errors[place])
    }
  }

  private static func values(_ latents: Tensor, _ place: Int) -> [Float] {
    let size = latents.shape.imageCount
    return latents.window(start: place * size, shape: Shape(channels: size)).values
  }
}
