import FileFormats
import TensorCore

/// Tells in words when a run goes wrong: the discriminator wins, the generator collapses, training stagnates, losses run
/// away, numbers explode.
///
/// It examines the run every 100 steps, whatever is logged or drawn, so that the verdicts depend on the run alone.
public final class HealthMonitor: TrainingObserver {
  private let report: (any RunNotice) -> Void
  /// The mean squared distance of two training images.
  private let realSpread: Double
  private let pictures: Tensor

  /// Steps between two examinations.
  package static let interval = 100
  /// Beyond it, a loss is no longer one of a run that learns: those of healthy runs of all presets stayed below 10.
  package static let runawayLoss = 30.0

  /// Creates a monitor of a run on `images`, at least one. `report` is given a
  /// ``HealthChange`` or a ``Rollback`` when there is something to tell.
  public init(_ images: ImageSet, report: @escaping (any RunNotice) -> Void) {
    self.report = report
    pictures = Tensor(images.shape.with(images: HealthRecord.examinedCount))
    // For a moment, training images stand where the pictures of the generator will.
    let sample = pictures.prefix(images: min(images.count, HealthRecord.examinedCount))
    let size = sample.shape.imageCount
    sample.withMutableValues { values in
      for place in 0..<sample.shape.images {
        // Evenly spread: files are often sorted by class.
        let image = images[place * images.count / sample.shape.images]
        for (index, byte) in image.enumerated() { values[place * size + index] = PixelValues.value(of: byte) }
      }
    }
    realSpread = sample.meanSquaredPairDistance()
  }

  /// Adds up the discriminator's loss, and examines the run if it is time.
  public func stepDidEnd(_ progress: TrainingProgress) {
    let record = progress.state.health
    // Clamped, so that a sum of losses that are large but finite is finite too.
    record.lossSum += Float(min(progress.metrics.discriminatorLoss, 1e6))
    record.repeatedPart = nil
    if progress.ending == .finished, progress.step >= 2 * Self.interval {
      record.repeatedPart = repeatedPart(progress.state)
    }
    guard progress.step % Self.interval == 0 else { return }
    draw(progress.state, into: pictures)
    let some = pictures.prefix(images: HealthRecord.pictureCount)
    let spread = pictures.meanSquaredPairDistance()
    record.diversity = ratio(spread)
    record.change = ratio(some.meanSquaredDistance(to: record.pictures))
    record.pictures.copy(from: some)
    let measures = HealthMeasures(
      discriminatorLoss: Double(record.lossSum) / Double(Self.interval),
      generatorLoss: progress.metrics.generatorLoss,
      lossRange: progress.state.configuration.settings.discriminatorLossRange, diversity: Double(record.diversity),
      bestDiversity: Double(record.bestDiversity), change: Double(record.change),
      twins: pictures.countOfImages(withAnotherNearerThan: HealthMeasures.twinDistance * spread.squareRoot()),
      rateFactor: progress.state.configuration.scheduleFactor(at: progress.step - 1),
      isBeginning: progress.step < HealthMeasures.beginning)
    record.lossSum = 0
    if record.conclude(measures.verdict) {
      report(HealthChange(step: progress.step, verdict: record.verdict, measures: measures))
    }
  }

  /// Tells that the run went back.
  public func didRollBack(_ rollback: Rollback, _ state: TrainingState) { report(rollback) }

  /// Pictures at the end of a run: enough to find it out if a generator draws some hundreds again and again.
  private static let finalCount = 256
  /// Values of these pictures at most, lest the end of a run need more memory than the run.
  private static let maximumFinalValues = 1 << 22

  /// The part of many pictures that have a twin; `nil` where the images are so large that few fit the memory.
  private func repeatedPart(_ state: TrainingState) -> Double? {
    let count = min(Self.finalCount, Self.maximumFinalValues / max(1, pictures.shape.imageCount))
    guard count > HealthRecord.examinedCount else { return nil }
    let many = Tensor(pictures.shape.with(images: count))
    draw(state, into: many)
    let spread = many.meanSquaredPairDistance()
    guard spread > 0 else { return 1 }
    let distance = HealthMeasures.twinDistance * spread.squareRoot()
    return Double(many.countOfImages(withAnotherNearerThan: distance)) / Double(count)
  }

  private func draw(_ state: TrainingState, into pictures: Tensor) {
    state.generator.sample(
      count: pictures.shape.images, first: 0, seed: state.configuration.seed,
      distribution: state.configuration.latentDistribution
    ) { place, image in
      pictures.window(start: place * image.count, shape: image.shape).copy(from: image)
    }
    // Weights that are finite but huge overflow, and what is no number must not get into the record.
    pictures.withMutableValues { values in
      for index in values.indices where !values[index].isFinite { values[index] = 0 }
    }
  }

  /// Clamped as the losses are: a network without a bounded last layer may draw the largest of numbers.
  private func ratio(_ squaredDistance: Double) -> Float {
    realSpread > 0 ? Float(min((squaredDistance / realSpread).squareRoot(), 1e6)) : 1
  }
}
