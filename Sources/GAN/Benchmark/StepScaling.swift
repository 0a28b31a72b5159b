import TensorCore

/// How the speed of the training step grows with threads and with the batch, and a model of more threads than there
/// are.
public struct StepScaling: Sendable {
  /// A part of the step, whose time is told apart.
  public enum Part: String, CaseIterable, Sendable {
    /// Convolutions and linear maps.
    case engines
    /// Batch normalisation, activations and losses, both ways.
    case elementwise = "element-wise"
    /// Packing, Adam and clearing gradients: what a step does whatever its batch.
    case weights
    /// Data, and what lies between the operations.
    case rest
  }

  /// A number of threads or a batch, measured.
  public struct Point: Sendable {
    /// Worker threads.
    public let threads: Int
    /// Images of a batch.
    public let batchSize: Int
    /// Seconds of a step, by the median of the steps.
    public let stepSeconds: Double
    /// Seconds of each part in a step, by the mean.
    public let parts: [Part: Double]

    /// Images trained on in a second.
    public var imagesPerSecond: Double { Double(batchSize) / stepSeconds }

    /// Adds up a benchmark's operations.
    public init(_ benchmark: StepBenchmark, threads: Int) {
      var parts = Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, 0.0) })
      for row in benchmark.rows { parts[Part(row.label.operation), default: 0] += row.seconds }
      parts[.rest, default: 0] += max(0, benchmark.meanStepSeconds - benchmark.rows.reduce(0) { $0 + $1.seconds })
      self.init(benchmark, threads: threads, parts: parts)
    }

    init(_ benchmark: StepBenchmark, threads: Int, parts: [Part: Double]) {
      self.threads = threads
      batchSize = benchmark.batchSize
      stepSeconds = benchmark.stepSeconds
      self.parts = parts
    }
  }

  /// One thread first, then more.
  public let threads: [Point]
  /// From the smallest batch to the largest, with as many threads as the last of ``threads``.
  public let batches: [Point]

  /// Puts together what was measured. There must be one point of each kind.
  public init(threads: [Point], batches: [Point]) {
    self.threads = threads
    self.batches = batches
  }

  /// Seconds of a part that do not become fewer with more threads, by Amdahl's law from one thread and the most: those
  /// of one worker, and those in which all wait for memory. `nil` if one thread alone was measured.
  public func serialSeconds(_ part: Part) -> Double? {
    guard let one = threads.first, let most = threads.last, most.threads > 1 else { return nil }
    let (first, last, count) = (one.parts[part, default: 0], most.parts[part, default: 0], Double(most.threads))
    return min(first, max(0, (count * last - first) / (count - 1)))
  }

  /// What the model says a step takes with so many threads: each part its serial seconds, and its share of the others.
  public func modelledSeconds(threads count: Int) -> Double? {
    guard let one = threads.first else { return nil }
    var sum = 0.0
    for part in Part.allCases {
      guard let serial = serialSeconds(part) else { return nil }
      sum += serial + (one.parts[part, default: 0] - serial) / Double(count)
    }
    return sum
  }
}

extension StepScaling.Part {
  /// The part that an operation belongs to.
  fileprivate init(_ operation: ProfileLabel.Operation) {
    switch operation {
    case .forward, .inputGradient, .weightGradient: self = .engines
    case .elementwise, .elementwiseGradient, .loss: self = .elementwise
    case .packing, .optimizer: self = .weights
    case .data: self = .rest
    }
  }
}
