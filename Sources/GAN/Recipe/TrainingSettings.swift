import NeuralNetwork
import TensorCore

/// What a run's result depends on beside its networks and data. The initial values are those of ``Recipe/paper``.
public struct TrainingSettings: Hashable, Sendable {
  /// The recipe that the run was begun by.
  public var recipe = Recipe.paper
  /// Images of a batch.
  public var batchSize = 64
  /// The parts that a batch is divided into, a power of two that divides it. Each has its own batch statistics, as in
  /// ghost batch normalisation (Hoffer et al., 2017, "Train longer, generalize better"); their gradients are added.
  public var shards = 1
  /// The step size of Adam.
  public var learningRate = 2e-4
  /// The step size of the discriminator's Adam, if it is not that of the generator's: two time scales (Heusel et al.,
  /// 2017, "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium").
  public var discriminatorLearningRate: Double?
  /// The decay of Adam's mean gradient.
  public var beta1 = 0.5
  /// The decay of Adam's mean squared gradient.
  public var beta2 = 0.999
  /// Added to the root of Adam's second moment.
  public var epsilon = 1e-8
  /// What latent vectors are drawn from.
  public var latentDistribution = LatentDistribution.normal
  /// What the networks minimise.
  public var loss = AdversarialLoss.nonSaturating
  /// What is taken from the verdict that the discriminator is to give real images, 1: one-sided label smoothing
  /// (Salimans et al., 2016, "Improved Techniques for Training GANs").
  public var labelSmoothing = 0.0
  /// How images are distorted before the discriminator sees them: differentiable augmentation.
  public var augmentations: Augmentations = []
  /// The penalties on the discriminator's gradient.
  public var penalty = PenaltySettings()
  /// How convolutions are computed.
  public var convolutionMethod = ConvolutionMethod.winograd
  /// The seed of every random number.
  public var seed: UInt64 = 0
  /// After how many steps of an epoch the state is copied, to go back to if the numbers explode. A copy takes about as
  /// long as Adam's part of one step.
  public var snapshotInterval = 100
  /// Training images that are kept apart, so that the run can be judged by them.
  public var heldOutCount = 0
  /// The exponential moving average of the generator's weights.
  public var average = AverageSettings()
  /// How the learning rates change in the course of the run.
  public var schedule = ScheduleSettings()
  /// Whether the networks go by the images' classes (Mirza & Osindero, 2014, "Conditional Generative Adversarial
  /// Nets").
  public var isConditional = false
  /// The part of a batch's fakes that the generator learns from: those that are taken for real most (Sinha et al., 2020,
  /// "Top-k Training of GANs").
  public var keptFakes = 1.0

  /// The settings of ``Recipe/paper``.
  public init() {}

  /// The verdict that the discriminator is to give real images.
  var realTarget: Double { 1 - labelSmoothing }

  /// The discriminator's least possible loss, and that of one that only guesses.
  var discriminatorLossRange: ClosedRange<Double> { loss.range(realTarget) }

  /// What the generator's optimiser is made with.
  public var generatorOptimizer: Adam.Settings {
    Adam.Settings(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// What the discriminator's optimiser is made with.
  public var discriminatorOptimizer: Adam.Settings {
    Adam.Settings(
      learningRate: discriminatorLearningRate ?? learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }
}

extension TrainingSettings {
  /// All settings, in the order in which they are shown: whoever reads, writes, checks or shows them walks this list.
  public static var table: [any AnySetting<TrainingSettings>] { Table.all }

  /// What is said of each setting.
  public enum Table {
    fileprivate static let all: [any AnySetting<TrainingSettings>] = [
      recipe, batchSize, learningRate, discriminatorLearningRate, beta1, beta2, epsilon, latentDistribution, loss,
      labelSmoothing, r1, r2, penaltyInterval, augmentations, convolutionMethod, seed, snapshotInterval, heldOutCount,
      averageHalfLife, averageRampUp, schedule, scheduleEpochs, finalRate, warmUp, keptFakes, conditional,
      shards,
    ]

    /// ``TrainingSettings/batchSize``.
    public static let batchSize = Setting(
      \TrainingSettings.batchSize, key: "batchSize", title: "batch size",
      option: .value(
        "batch-size", valueName: "N", help: "Images a step. An epoch's last, incomplete batch is dropped."),
      range: .closed(1...65_536), absence: .refused, format: 2)

    /// ``TrainingSettings/learningRate``.
    public static let learningRate = Setting(
      \TrainingSettings.learningRate, key: "learningRate", title: "learning rate",
      option: .value(
        "learning-rate", valueName: "X",
        help: "Step size of Adam. It is halved, at most \(Rollback.maximumCount) times, if the numbers explode."),
      range: .greaterThan(0), absence: .refused, format: 2)

    /// ``TrainingSettings/discriminatorLearningRate``.
    public static let discriminatorLearningRate = Setting(
      \TrainingSettings.discriminatorLearningRate, otherwise: \TrainingSettings.learningRate,
      key: "discriminatorLearningRate",
      title: "discriminator's rate",
      option: .value(
        "discriminator-learning-rate", valueName: "X",
        help: "Step size of the discriminator's Adam. (default: that of --learning-rate)"),
      range: .greaterThan(0), format: 2)

    /// ``TrainingSettings/beta1``.
    public static let beta1 = Setting(
      \TrainingSettings.beta1, key: "beta1", title: "beta1",
      option: .value("beta1", valueName: "X", help: "Decay of Adam's mean gradient."),
      range: .halfOpen(0..<1), absence: .refused, format: 2)

    /// ``TrainingSettings/beta2``.
    public static let beta2 = Setting(
      \TrainingSettings.beta2, key: "beta2", title: "beta2",
      option: .value("beta2", valueName: "X", help: "Decay of Adam's mean squared gradient."),
      range: .halfOpen(0..<1), absence: .refused, format: 2)

    /// ``TrainingSettings/epsilon``.
    public static let epsilon = Setting(
      \TrainingSettings.epsilon, key: "epsilon", title: "epsilon", option: nil, range: .greaterThan(0),
      absence: .refused,
      format: 2)

    /// ``TrainingSettings/latentDistribution``.
    public static let latentDistribution = Setting(
      \TrainingSettings.latentDistribution, key: "latent", title: "latents",
      option: .value("latent", valueName: "NAME", help: "Distribution of latent vectors."),
      absence: .refused, format: 2, mayChange: false)

    /// ``TrainingSettings/loss``.
    public static let loss = Setting(
      \TrainingSettings.loss, key: "loss", title: "loss",
      option: .value(
        "loss", valueName: "NAME",
        help: "What the generator minimises, with the discriminator's part to it. "
          + AdversarialLoss.allCases.map { "\($0.rawValue): \($0.summary)." }.joined(separator: " ")),
      absence: .means(.nonSaturating), format: 2)

    /// ``TrainingSettings/labelSmoothing``.
    public static let labelSmoothing = Setting(
      \TrainingSettings.labelSmoothing, key: "labelSmoothing", title: "label smoothing",
      option: .value(
        "label-smoothing", valueName: "X",
        help: "Let the discriminator take real images for real by 1 - X alone. Not with the losses "
          + AdversarialLoss.allCases.filter { !$0.takesSmoothLabels }.map(\.rawValue).joined(separator: " and ") + "."),
      range: .halfOpen(0..<0.5), absence: .means(0))

    /// ``TrainingSettings/isConditional``.
    public static let conditional = Setting(
      \TrainingSettings.isConditional, key: "conditional", title: "conditional",
      option: .flag(
        "conditional", means: true, otherwise: false,
        help:
          "Learn to draw the class that is asked for: the generator and the discriminator are told the labels of the "
          + "images, which the data need."),
      absence: .means(false), mayChange: false)

    /// ``TrainingSettings/convolutionMethod``.
    public static let convolutionMethod = Setting(
      \TrainingSettings.convolutionMethod, key: "convolution", title: "convolution",
      option: .flag(
        "exact-convolution", means: .direct, otherwise: .winograd,
        help:
          "Compute every convolution as the sum that defines it, without Winograd's filtering: slower, with a smaller "
          + "rounding error."),
      absence: .means(.direct), format: 2)

    /// ``TrainingSettings/seed``.
    public static let seed = Setting(
      \TrainingSettings.seed, key: "seed", title: "seed",
      option: .value("seed", valueName: "N", help: "Seed of every random number. The same seed gives the same bytes."),
      absence: .refused, format: 2, mayChange: false)

    /// ``TrainingSettings/snapshotInterval``.
    public static let snapshotInterval = Setting(
      \TrainingSettings.snapshotInterval, key: "snapshotEvery", title: "snapshot every",
      option: .value(
        "snapshot-every", valueName: "STEPS",
        help:
          "Copy the state in memory every so many steps of an epoch. If the numbers explode, the run goes back there "
          + "and on with half the learning rate."),
      range: .atLeast(1), absence: .means(100), format: 2)

    /// ``TrainingSettings/heldOutCount``.
    public static let heldOutCount = Setting(
      \TrainingSettings.heldOutCount, key: "holdOut", title: "held out",
      option: .value(
        "hold-out", valueName: "N",
        help: "Keep N of the images apart from training, the same for every seed, to judge the run by them."),
      range: .closed(0...100_000_000), absence: .means(0), mayChange: false)
  }
}
