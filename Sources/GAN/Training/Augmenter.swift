import TensorCore

/// Distorts the images of a step before the discriminator sees them, with random numbers of a stream of their own.
///
/// The distortions are linear in an image's values, so the generator's gradient goes back through them.
final class Augmenter {
  /// Whose eyes a batch is distorted for. Each has a substream of its own.
  enum Pass: UInt32 {
    case realForDiscriminator
    case fakeForDiscriminator
    case fakeForGenerator
    case realForGenerator
  }

  private let augmentations: Augmentations
  private let context: ComputeContext
  private let seed: UInt64
  private let batchSize: Int
  private let real: Tensor
  private let fake: Tensor
  private let gradient: Tensor
  private var distortions: [ImageDistortion]
  private static let label = ProfileLabel("step", .data)

  /// Takes the memory for the shards of a run's batches; `nil` if it distorts nothing.
  init?(_ configuration: TrainingConfiguration, _ context: ComputeContext) {
    guard !configuration.augmentations.isEmpty else { return nil }
    augmentations = configuration.augmentations
    self.context = context
    seed = configuration.seed
    batchSize = configuration.batchSize
    let shape = configuration.architecture.image.with(images: configuration.settings.shardSize)
    (real, fake, gradient) = (Tensor(shape), Tensor(shape), Tensor(shape))
    distortions = [ImageDistortion](repeating: ImageDistortion(), count: shape.images)
  }

  /// What it takes, in floats.
  static func memory(_ configuration: TrainingConfiguration) -> Double {
    configuration.augmentations.isEmpty
      ? 0 : 3 * Double(configuration.architecture.image.imageCount) * Double(configuration.settings.shardSize)
  }

  /// The distorted images of a shard, whose place among the batch's begins with `first`. They stay valid until the next
  /// call for images of the same kind.
  func callAsFunction(_ images: Tensor, _ pass: Pass, step: Int, first: Int = 0) -> Tensor {
    context.measure(Self.label, images: images.shape.images) {
      draw(pass, step: step, first: first, images.shape)
      let target = pass == .realForDiscriminator || pass == .realForGenerator ? real : fake
      context.distort(images, into: target, by: distortions)
      return target
    }
  }

  /// Takes the gradient of the images that were distorted last back to what they were before.
  func backward(_ imageGradient: Tensor) -> Tensor {
    context.measure(Self.label, images: imageGradient.shape.images) {
      context.distortGradient(imageGradient, into: gradient, by: distortions)
      return gradient
    }
  }

  /// Numbers that an image takes from the stream, whatever is done to it.
  private static let numbersPerImage: UInt64 = 8

  private func draw(_ pass: Pass, step: Int, first place: Int, _ shape: Shape) {
    let stream = RandomStream(seed: seed, purpose: .augmentation, substream: pass.rawValue)
    for image in 0..<shape.images {
      let first = (UInt64(step) * UInt64(batchSize) + UInt64(place + image)) * Self.numbersPerImage
      /// A whole number from 0 up to and without a bound.
      func number(_ place: UInt64, below bound: Int) -> Int {
        Int(stream.uniform(at: first + place) * Double(bound))
      }
      var it = ImageDistortion()
      if augmentations.contains(.flip) { it.isMirrored = number(0, below: 2) == 1 }
      if augmentations.contains(.translation) {
        let (rows, columns) = (Self.greatestShift(of: shape.height), Self.greatestShift(of: shape.width))
        it.rowShift = number(1, below: 2 * rows + 1) - rows
        it.columnShift = number(2, below: 2 * columns + 1) - columns
      }
      if augmentations.contains(.cutout) {
        it.holeRows = Self.hole(in: shape.height) { number(3, below: $0) }
        it.holeColumns = Self.hole(in: shape.width) { number(4, below: $0) }
      }
      distortions[image] = it
    }
  }

  /// How far an image is shifted along an extent at most.
  static func greatestShift(of extent: Int) -> Int { part(8, of: extent) }

  /// An extent divided and rounded.
  private static func part(_ divisor: Int, of extent: Int) -> Int { (extent + divisor / 2) / divisor }

  /// Half of an extent around a place anywhere, as far as it is inside.
  private static func hole(in extent: Int, place: (_ bound: Int) -> Int) -> Range<Int> {
    let size = part(2, of: extent)
    let start = place(extent + 1 - size % 2) - size / 2
    return max(0, start)..<min(extent, start + size)
  }
}
