/// What one examination of a run measures.
struct HealthMeasures {
  /// The mean loss of the discriminator since the examination before.
  var discriminatorLoss: Double
  /// The generator's loss in the examined step.
  var generatorLoss = 0.0
  /// The discriminator's least possible loss, and that of one that only guesses.
  var lossRange = AdversarialLoss.nonSaturating.range(1)
  /// ``HealthRecord/diversity``.
  var diversity: Double
  /// ``HealthRecord/bestDiversity``.
  var bestDiversity: Double
  /// ``HealthRecord/change``.
  var change: Double
  /// How many of ``HealthRecord/examinedCount`` pictures have a twin: another one nearer than ``twinDistance``.
  var twins = 0
  /// What the schedule multiplies the learning rates by: pictures change less where it is small.
  var rateFactor = 1.0
  /// Whether the generator may still come to draw different pictures: the plain GAN takes 400 steps to it.
  var isBeginning = false

  /// Steps that are the beginning of a run.
  static let beginning = 1000

  /// A discriminator that only guesses has a loss of 1.39. Healthy runs stayed above 0.11, slow ones in their
  /// beginning; with a generator that hardly learns it fell below 0.002 within 200 steps.
  static let winningLoss = 0.05
  /// An untrained generator has 0.2 and more, since its noise differs with the latents; collapsed ones had less than
  /// 0.001.
  static let collapsedDiversity = 0.1
  /// Below this, all pictures are one. An untrained dcgan64 had 0.03 to 0.07.
  static let samePictureDiversity = 0.01
  /// Pictures that are nearly one and yet differ from those of 100 steps ago by more than this are one that is thrown
  /// about, in the beginning too. The fully connected generator against convolutions (mlp-conv) had diversities of 0.04
  /// to 0.14 with changes of 0.65 to 1.3; the plain GAN, which takes its time, changes of 0.22 to 0.44.
  static let thrownDiversity = 0.15
  static let thrownChange = 0.5
  /// As a part of the diversity: healthy runs changed by at most 3.6 of it while they had so little.
  static let thrownRatio = 4.5
  /// A part of the root mean square distance of all pairs. Half of the pictures of healthy runs had the nearest other
  /// one at 0.028 and more, of convolutional ones at 0.44 and more; a generator with two pictures at 0.000 to 0.055.
  static let twinDistance = 0.025
  /// A part of the best diversity so far. It stayed above 0.8 of it in healthy runs.
  static let fallenDiversity = 1.0 / 3
  /// Healthy runs stayed above 0.12. With weights that stand still it is 0.01: the running statistics still move.
  static let stagnantChange = 0.03

  /// What the measures say by themselves, the cause before its consequences: a collapsed generator is easily told from
  /// the data; a discriminator that wins from the start keeps pictures from ever differing much; and whoever has lost
  /// to it may stand still. Losses that run away come last but for that: a generator that draws one picture has a loss
  /// without bounds, too.
  var verdict: HealthVerdict {
    if diversity < max(Self.samePictureDiversity, Self.fallenDiversity * bestDiversity) { return .generatorCollapse }
    if discriminatorLoss < winningLoss { return .discriminatorWinning }
    if diversity < Self.collapsedDiversity, !isBeginning { return .generatorCollapse }
    if isThrown || drawsFewPictures { return .generatorCollapse }
    if max(discriminatorLoss, abs(generatorLoss)) > HealthMonitor.runawayLoss { return .lossesRunningAway }
    return change < Self.stagnantChange * rateFactor ? .stagnation : .normal
  }

  /// ``winningLoss`` for the loss of the run: as far up from the least one to that of guessing.
  private var winningLoss: Double {
    let guessing = AdversarialLoss.nonSaturating.range(1).upperBound
    let part = (lossRange.upperBound - lossRange.lowerBound) / guessing
    return lossRange.lowerBound + Self.winningLoss * part
  }

  private var isThrown: Bool {
    diversity < Self.thrownDiversity && change > max(Self.thrownChange, Self.thrownRatio * diversity)
  }

  /// Whether at least half of the pictures have a twin: they are a few, however much these differ.
  var drawsFewPictures: Bool { twins >= HealthRecord.examinedCount / 2 }
}
