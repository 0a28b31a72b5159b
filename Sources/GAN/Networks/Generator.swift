import NeuralNetwork
import TensorCore

/// The network that makes images from latent vectors, G: from [images, latent size] to [images, height, width,
/// channels] with values -1 ... 1.
public final class Generator {
  /// The layers and their memory.
  public let network: Sequential
  /// Which classes its images are of, if it goes by them: all as often, unless something else is wished.
  public var classChoice: ClassChoice?
  let latents: Tensor

  /// Takes the memory of a generator.
  ///
  /// - Throws: ``ArchitectureError`` if the architecture does not fit together.
  public init(
    _ architecture: Architecture, maximumImages: Int, purpose: Sequential.Purpose,
    convolutionMethod: ConvolutionMethod, _ context: ComputeContext
  ) throws(ArchitectureError) {
    network = Sequential(
      try architecture.generatorPlan(), name: "generator", maximumImages: maximumImages, purpose: purpose,
      convolutionMethod: convolutionMethod, context)
    latents = Tensor(Shape(images: maximumImages, channels: architecture.latentSize))
    classChoice = architecture.classCount.map { ClassChoice(drawnBy: [Int](repeating: 1, count: $0)) }
  }

  /// Makes the images of a seed with the running statistics, in as many batches as it takes.
  ///
  /// - Parameters:
  ///   - count: the number of images, at least 1; `first + count` must not exceed 2^32.
  ///   - first: the first image's number. Image k of a seed depends neither on `first` nor on `count`.
  ///   - seed: the seed.
  ///   - distribution: what the latents are drawn from.
  ///   - body: receives each image's values, -1 ... 1, in NHWC order, with its place from 0.
  public func sample(
    count: Int, first: UInt32, seed: UInt64, distribution: LatentDistribution,
    _ body: (_ place: Int, _ image: Tensor) throws -> Void
  ) rethrows {
    try draw(
      count: count,
      { distribution.fillSamples($1, seed: seed, first: first + UInt32($0)) },
      classes: { self.classNumber(place: $0, image: first + UInt32($0), seed: seed) }, body)
  }

  /// The class of an image of a seed, at a place among those that are asked for, as ``classChoice`` has it; `nil` if
  /// the generator goes by none.
  public func classNumber(place: Int, image: UInt32, seed: UInt64) -> Int? {
    classChoice?.number(place: place, image: image, seed: seed, .samples)
  }

  /// The same of image `place` of a seed, as labels of images have it; none if the generator goes by no classes.
  public func classLabel(place: Int, seed: UInt64) -> [UInt8] {
    classNumber(place: place, image: UInt32(place), seed: seed).map { [UInt8($0)] } ?? []
  }

  /// Makes the images of given latents with the running statistics, in as many batches as it takes.
  ///
  /// - Parameters:
  ///   - latents: the vectors, each of as many values as the generator takes.
  ///   - classes: the class of each, where the generator goes by them; what ``classChoice`` has of images 0, 1, ... of
  ///     seed 0 if `nil`.
  ///   - body: receives each image's values, -1 ... 1, in NHWC order, with its place from 0.
  public func draw(
    _ latents: [[Float]], classes: [Int]? = nil, _ body: (_ place: Int, _ image: Tensor) throws -> Void
  ) rethrows {
    try draw(
      count: latents.count, { $1.values = latents[$0..<$0 + $1.shape.images].flatMap { $0 } },
      classes: { classes?[$0] ?? self.classNumber(place: $0, image: UInt32($0), seed: 0) }, body)
  }

  private func draw(
    count: Int, _ fill: (_ first: Int, _ batch: Tensor) -> Void, classes: (_ place: Int) -> Int?,
    _ body: (_ place: Int, _ image: Tensor) throws -> Void
  ) rethrows {
    var done = 0
    while done < count {
      let batch = latents.prefix(images: min(network.maximumImages, count - done))
      fill(done, batch)
      for place in 0..<batch.shape.images {
        if let number = classes(done + place) { network.classes.set(number, ofImage: place) }
      }
      let images = network.forward(batch, .inference)
      let size = images.shape.imageCount
      for place in 0..<batch.shape.images {
        try body(done + place, images.window(start: place * size, shape: images.shape.with(images: 1)))
      }
      done += batch.shape.images
    }
  }
}
