/// An operation whose time is told apart in a profile, and the work that it does for each image of a batch.
public struct ProfileLabel: Hashable, Sendable {
  /// What kind of operation it is.
  public enum Operation: String, CaseIterable, Sendable {
    /// A layer's output by the gather engine.
    case forward
    /// The gradient of a layer's input by the gather engine.
    case inputGradient = "input gradient"
    /// The gradient of a layer's weights.
    case weightGradient = "weight gradient"
    /// Weights copied into the engines' order.
    case packing
    /// Batch normalisation and activations, forward.
    case elementwise
    /// Batch normalisation and activations, backward.
    case elementwiseGradient = "elementwise gradient"
    /// The loss and its gradient.
    case loss
    /// Gradients set to zero, and Adam.
    case optimizer
    /// Real images and latent vectors.
    case data

    /// Whether multiply-adds measure its work; otherwise bytes do.
    public var isEngine: Bool { self == .forward || self == .inputGradient || self == .weightGradient }
  }

  /// Where the operation belongs, for example `generator.4`.
  public let place: String
  /// What it is.
  public let operation: Operation
  /// Multiply-adds for each image, by the layer's definition: taps that fall into the padding count.
  public let multiplyAdds: Int
  /// Bytes read and written, for each image.
  public let bytes: Int
  /// Bytes read and written whatever the batch.
  public let fixedBytes: Int

  /// Creates a label.
  public init(
    _ place: String, _ operation: Operation, multiplyAdds: Int = 0, bytes: Int = 0, fixedBytes: Int = 0
  ) {
    self.place = place
    self.operation = operation
    self.multiplyAdds = multiplyAdds
    self.bytes = bytes
    self.fixedBytes = fixedBytes
  }
}

/// Where the time goes: the sum of the times of each labelled operation. Used by one thread.
public final class Profile: @unchecked Sendable {
  /// The time of all calls of one label, and the work that they did.
  public struct Entry: Sendable {
    /// What was measured.
    public let label: ProfileLabel
    /// The time of all calls.
    public fileprivate(set) var time = Duration.zero
    /// The number of calls.
    public fileprivate(set) var calls = 0
    /// The images of all calls: a batch need not be full.
    public fileprivate(set) var images = 0

    /// Multiply-adds of all calls.
    public var multiplyAdds: Double { Double(label.multiplyAdds) * Double(images) }
    /// Bytes read and written by all calls.
    public var bytes: Double { Double(label.bytes) * Double(images) + Double(label.fixedBytes) * Double(calls) }
  }

  /// The entries in the order of their first calls.
  public private(set) var entries: [Entry] = []
  private var places: [ProfileLabel: Int] = [:]

  /// Creates an empty profile.
  public init() {}

  /// Forgets everything measured so far.
  public func reset() {
    entries.removeAll()
    places.removeAll()
  }

  fileprivate func add(_ label: ProfileLabel, images: Int, _ time: Duration) {
    let place = places[label] ?? entries.count
    if place == entries.count {
      places[label] = place
      entries.append(Entry(label: label))
    }
    entries[place].time += time
    entries[place].calls += 1
    entries[place].images += images
  }
}

extension ComputeContext {
  /// Runs `body`, which works on a batch of `images`, and adds its time to the context's profile, if it has one.
  public func measure<Result>(_ label: ProfileLabel, images: Int, _ body: () -> Result) -> Result {
    guard let profile else { return body() }
    let start = ContinuousClock.now
    let result = body()
    profile.add(label, images: images, ContinuousClock.now - start)
    return result
  }
}
