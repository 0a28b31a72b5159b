import NeuralNetwork
import TensorCore

/// What the health monitor remembers of a run. It is part of the run's state, so that a run that was killed and
/// resumed, or went back to an earlier step, comes to the same verdicts.
public final class HealthRecord {
  /// The verdict that stands.
  public private(set) var verdict = HealthVerdict.normal
  /// What the last examination found, which becomes the verdict if the next one finds the same.
  private var finding = HealthVerdict.normal
  /// Pictures of the last examination.
  let pictures: Tensor
  private let measures = Tensor(count: 4)

  /// Fixed latents whose pictures an examination looks at.
  static let examinedCount = 64
  /// Pictures that are compared with those of the examination before.
  static let pictureCount = 16
  /// Values of the pictures that are kept for the examinations: the monitor's, the record's, and those in its copy.
  static func pictureValues(image: Shape) -> Int { (examinedCount + 2 * pictureCount) * image.imageCount }

  /// Takes the memory of a record about images of a shape.
  init(image: Shape) {
    pictures = Tensor(image.with(images: Self.pictureCount))
    measures.values = [0, 0, 0, 0]
    pictures.values = [Float](repeating: 0, count: pictures.count)
  }

  /// The discriminator's losses since the last examination, added.
  var lossSum: Float {
    get { measures[0] }
    set { measures[0] = newValue }
  }

  /// How far the pictures of fixed latents lie apart, as a part of how far the training images do: both are root mean
  /// square distances of all pairs.
  public internal(set) var diversity: Float {
    get { measures[1] }
    set {
      measures[1] = newValue
      measures[3] = max(measures[3], newValue)
    }
  }

  /// The greatest ``diversity`` so far.
  var bestDiversity: Float { measures[3] }

  /// How far each picture of fixed latents has come since the examination before, root mean square, as a part of how
  /// far the training images lie apart.
  public internal(set) var change: Float {
    get { measures[2] }
    set { measures[2] = newValue }
  }

  /// The part of the pictures of many latents that have a twin, as the examination at a run's end counts them; `nil`
  /// before it. It is no part of what lasts.
  public internal(set) var repeatedPart: Double?

  /// Takes note of what an examination found. Two in a row must agree, so that no verdict hangs on a single one.
  ///
  /// - Returns: whether the verdict has changed.
  func conclude(_ found: HealthVerdict) -> Bool {
    let changes = found == finding && found != verdict
    if changes { verdict = found }
    finding = found
    return changes
  }

  /// All of it, as what lasts.
  func namedState(prefix: String) -> [NamedState] {
    let image = pictures.shape
    return [
      .floats(prefix + "measures", shape: [measures.count], measures),
      .floats(
        prefix + "pictures", shape: [image.images, image.height, image.width, image.channels], pictures),
      .integer(
        prefix + "verdict", { Int64(self.verdict.rawValue) },
        { self.verdict = HealthVerdict(rawValue: Int(truncatingIfNeeded: $0)) ?? .normal }),
      .integer(
        prefix + "finding", { Int64(self.finding.rawValue) },
        { self.finding = HealthVerdict(rawValue: Int(truncatingIfNeeded: $0)) ?? .normal }),
    ]
  }
}
