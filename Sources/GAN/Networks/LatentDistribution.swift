import TensorCore

/// The distribution that a generator's latent vectors are drawn from.
public enum LatentDistribution: String, CaseIterable, Sendable {
  /// Standard normal, as in pytorch/examples.
  case normal
  /// Uniform in -1 ... 1, as in the paper.
  case uniform

  /// Writes the latents of a training step's batch, or those of some of its images to their places.
  func fillBatch(
    _ latents: Tensor, images: Range<Int>? = nil, seed: UInt64, step: Int, _ context: ComputeContext
  ) {
    let stream = RandomStream(seed: seed, purpose: .trainingLatents)
    let images = images ?? 0..<latents.shape.images
    let size = latents.shape.imageCount
    let first = UInt64(step) * UInt64(latents.count)
    context.executor.forEach(images.count) { index in
      let start = (images.lowerBound + index) * size
      fill(latents.window(start: start, shape: Shape(channels: size)), from: stream, start: first + UInt64(start))
    }
  }

  /// Writes the latents of images `first ...` of a seed. Image k depends on the seed and k alone.
  public func fillSamples(_ latents: Tensor, seed: UInt64, first: UInt32) {
    fill(latents, seed: seed, .sampleLatents, first: first)
  }

  /// Writes latents for the search of a seed to begin with. Latent k depends on the seed and k alone, and is none of
  /// those of ``fillSamples(_:seed:first:)``.
  package func fillSearchPoints(_ latents: Tensor, seed: UInt64, first: UInt32) {
    fill(latents, seed: seed, .searchLatents, first: first)
  }

  /// Writes latents for the estimate of a seed's statistics. Latent k depends on the seed and k alone.
  func fillStatistics(_ latents: Tensor, seed: UInt64, first: UInt32) {
    fill(latents, seed: seed, .statistics, first: first)
  }

  private func fill(_ latents: Tensor, seed: UInt64, _ purpose: RandomPurpose, first: UInt32) {
    for image in 0..<latents.shape.images {
      let stream = RandomStream(seed: seed, purpose: purpose, substream: first + UInt32(image))
      let size = latents.shape.imageCount
      fill(latents.window(start: image * size, shape: Shape(channels: size)), from: stream, start: 0)
    }
  }

  /// Brings values back into the distribution's range.
  package func restrict(_ latents: Tensor) {
    guard self == .uniform else { return }
    for index in 0..<latents.count { latents[index] = min(max(latents[index], -1), 1) }
  }

  /// The variance of each value.
  package var variance: Float { self == .normal ? 1 : 1 / 3 }

  private func fill(_ latents: Tensor, from stream: RandomStream, start: UInt64) {
    latents.withMutableValues { values in
      switch self {
      case .normal: stream.fillNormals(values, from: start)
      case .uniform: stream.fillUniforms(values, from: start, in: -1...1)
      }
    }
  }
}
