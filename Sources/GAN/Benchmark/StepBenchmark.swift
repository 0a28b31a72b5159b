import FileFormats
import TensorCore

/// The speed of the training step on this machine, and where its time goes.
public struct StepBenchmark {
  /// One operation of the step.
  public struct Row: Sendable {
    /// What was measured.
    public let label: ProfileLabel
    /// Seconds in each step, all its calls together.
    public let seconds: Double
    /// Calls in each step.
    public let calls: Double
    /// Multiply-adds in each step.
    public let multiplyAdds: Double
    /// Bytes read and written in each step.
    public let bytes: Double
  }

  /// The operations in the order in which a step makes them.
  public let rows: [Row]
  /// Seconds of each step, by the median of the steps.
  public let stepSeconds: Double
  /// Seconds of each step, by the mean of the steps: what the rows and the rest add up to.
  public let meanStepSeconds: Double
  /// Images of a batch.
  public let batchSize: Int
  /// The most multiply-adds a second that the machine can do.
  public let peakMultiplyAdds: Double

  /// Images trained on in a second.
  public var imagesPerSecond: Double { Double(batchSize) / stepSeconds }

  /// Puts together what a profile noted of `stepTimes.count` steps.
  public init(_ profile: Profile, stepTimes: [Duration], batchSize: Int, peakMultiplyAdds: Double) {
    let steps = Double(max(1, stepTimes.count))
    rows = profile.entries.map { entry in
      Row(
        label: entry.label, seconds: entry.time.seconds / steps, calls: Double(entry.calls) / steps,
        multiplyAdds: entry.multiplyAdds / steps, bytes: entry.bytes / steps)
    }
    let seconds = stepTimes.map(\.seconds).sorted()
    stepSeconds = seconds.isEmpty ? 0 : seconds[seconds.count / 2]
    meanStepSeconds = seconds.reduce(0, +) / steps
    self.batchSize = batchSize
    self.peakMultiplyAdds = peakMultiplyAdds
  }

  /// Trains on random pictures for some steps after a warm-up.
  ///
  /// - Parameters:
  ///   - architecture: the networks.
  ///   - settings: the size of a batch, and how to compute.
  ///   - steps: steps to measure.
  ///   - context: where to compute; it must have a profile.
  /// - Returns: what was measured.
  /// - Throws: `MemoryError` if the networks need more memory than there is.
  public static func run(
    _ architecture: Architecture, _ settings: TrainingSettings, steps: Int, _ context: ComputeContext
  ) throws -> StepBenchmark {
    guard let profile = context.profile else { preconditionFailure("a benchmark needs a profile") }
    let batchSize = settings.batchSize
    try MemoryCheck.requireTraining(
      TrainingConfiguration(architecture: architecture, data: .init(imageCount: 0, checksum: 0), settings: settings),
      context)
    let image = architecture.image
    let noise = RandomStream(seed: 0, purpose: .evaluation)
    var values = [Float](repeating: 0, count: image.imageCount * batchSize)
    noise.fillUniforms(&values, in: 0...255)
    // An epoch as long as memory allows: at its end a snapshot is taken, which real runs do every hundredth step.
    let batch = values.map { UInt8($0) }
    let batches = max(1, min(settings.snapshotInterval, maximumImageBytes / batch.count))
    let labels = architecture.classCount.map { classes in (0..<batches * batchSize).map { UInt8($0 % classes) } }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(batch.count * batches)
    for _ in 0..<batches { bytes += batch }
    let images = ImageSet(image, bytes: bytes, labels: labels)
    var settings = settings
    settings.isConditional = labels != nil
    let configuration = TrainingConfiguration(
      architecture: architecture, data: .init(computing: images, isConditional: settings.isConditional),
      settings: settings)
    let peak = context.measurePeakMultiplyAdds()
    let watch = StepWatch()
    let trainer = Trainer(try TrainingState(configuration, context), images: images, context)
    try trainer.train(lastStep: warmUpSteps, observers: [])
    profile.reset()
    watch.start()
    try trainer.train(lastStep: warmUpSteps + steps, observers: [watch])
    return StepBenchmark(profile, stepTimes: watch.times, batchSize: batchSize, peakMultiplyAdds: peak)
  }

  private static let warmUpSteps = 3
  private static let maximumImageBytes = 1 << 24
}

/// Notes how long each step takes.
public final class StepWatch: TrainingObserver {
  /// The times so far.
  public private(set) var times: [Duration] = []
  private var last = ContinuousClock.now

  /// Creates a watch that runs from now.
  public init() {}

  /// Starts anew from now.
  public func start() {
    times.removeAll()
    last = ContinuousClock.now
  }

  /// Notes the time since the step before.
  public func stepDidEnd(_ progress: TrainingProgress) {
    let now = ContinuousClock.now
    times.append(now - last)
    last = now
  }
}
