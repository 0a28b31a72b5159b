import TensorCore

/// What a judge found out about images.
public struct Judgement: Sendable {
  /// A figure beside the same figure of real images against real ones.
  public struct Judged: Sendable {
    /// The figure of the samples.
    public let sample: FigureValue
    /// The figure of real images; `nil` where it is what the figure is measured by.
    public let floor: FigureValue?
  }

  /// Images on each side.
  public let count: Int
  /// Which images the samples were compared with.
  public let against: Judge.Reference
  /// Where the features come from.
  public let features: FeatureDescription
  /// The squared Fréchet distance; `nil` with no more images than features.
  public let frechet: Judged?
  /// The mean squared distance of the reference images' features from their mean: what to measure the Fréchet distance
  /// by.
  public let spread: Double
  /// The kernel distance.
  public let kernel: Judged
  /// The standard errors of the kernel distance and of its floor.
  public let kernelStandardErrors: (sample: Double, floor: Double)
  /// The share of samples in the neighbourhood of a real image.
  public let precision: Judged
  /// The share of real images in the neighbourhood of a sample.
  public let recall: Judged
  /// The mean number of real images' neighbourhoods that a sample lies in, over k.
  public let density: Judged
  /// The share of real images with a sample in their neighbourhood.
  public let coverage: Judged
  /// The classifier score; `nil` without classes.
  public let score: Judged?
  /// The part of the samples that would have to be of another class; `nil` without classes.
  public let histogram: Judged?
  /// The share of memorised samples by pixels; `nil` if there are no unseen real images to measure it by. The floor is
  /// the share of unseen images that count, by construction.
  public let memorisedPixels: Judged?
  /// The same by features.
  public let memorisedFeatures: Judged?
  /// How many of the unseen real images are training images as well, by pixels and by features; `nil` if there are no
  /// unseen images.
  public let duplicates: Duplicates?
  /// Figures of each class; empty without classes.
  public let classes: [ClassFigures]
  /// For each sample its nearest training image by pixels, and how far it is; empty where memorisation is not measured.
  public let nearestTraining: [(number: Int, distance: Double)]

  /// Unseen real images that are training images as well.
  public struct Duplicates: Sendable {
    /// The number of unseen images.
    public let unseen: Int
    /// Those whose pixels are a training image's.
    public let pixels: Int
    /// Those whose features are.
    public let features: Int
  }

  /// The share of unseen real images that count as memorised by construction, where none is a training image as well.
  public static let memorisedShareOfUnseen = Memorisation.percentile / 100

  init(
    samples: Side, reference: Side, against: Judge.Reference, features: FeatureDescription, figures: PairFigures,
    floor: PairFigures, memorisation: MemorisationFigures?, classes: [ClassFigures]
  ) {
    count = samples.count
    self.against = against
    self.features = features
    frechet = figures.frechet.map { Judged(sample: $0, floor: floor.frechet) }
    spread = figures.spread
    kernel = Judged(sample: figures.kernel, floor: floor.kernel)
    kernelStandardErrors = (figures.kernelStandardError, floor.kernelStandardError)
    precision = Judged(sample: figures.precision, floor: floor.precision)
    recall = Judged(sample: figures.recall, floor: floor.recall)
    density = Judged(sample: figures.density, floor: floor.density)
    coverage = Judged(sample: figures.coverage, floor: floor.coverage)
    score = figures.score.map { Judged(sample: $0, floor: floor.score) }
    histogram = figures.histogram.map { Judged(sample: $0, floor: floor.histogram) }
    memorisedPixels = memorisation.map { Judged(sample: $0.pixels, floor: FigureValue($0.measure.pixels.floor)) }
    memorisedFeatures = memorisation.map { Judged(sample: $0.features, floor: FigureValue($0.measure.features.floor)) }
    duplicates = memorisation.map {
      Duplicates(
        unseen: $0.measure.pixels.unseenCount, pixels: $0.measure.pixels.duplicateCount,
        features: $0.measure.features.duplicateCount)
    }
    self.classes = classes
    nearestTraining = memorisation.map { Array(zip($0.nearest.numbers, $0.nearest.distances)) } ?? []
  }
}
