import Runs
import CommandLineKit
import GAN

extension LatentDistribution: ArgumentValue {}

extension GeneratorLoss: ArgumentValue {}

/// The options of `dcgan train`.
enum TrainOptions {
  static let data = Option<String?>(
    "data", valueName: "DIR",
    help: "Directory of IDX files (train-images-idx3-ubyte, plain or .gz), or one such file. "
      + "(default: data/fashion-mnist if it is there, else data/tiny)")
  static let out = Option<String?>(
    "out", valueName: "DIR", help: "Run directory. (default: runs/<data>-<architecture>-NNN, the next free number)")
  static let epochs = Option<Int>(
    "epochs", valueName: "N", default: 25, help: "Passes over the data, those before a --resume included.",
    validate: .in(RunConfiguration.possibleEpochs))
  static let batchSize = Option<Int>(
    "batch-size", valueName: "N", default: 64, help: "Images a step. An epoch's last, incomplete batch is dropped.",
    validate: .in(1...4096))
  static let learningRate = Option<Double>(
    "learning-rate", valueName: "X", default: 2e-4,
    help: "Step size of Adam. It is halved, at most \(Rollback.maximumCount) times, if the numbers explode.",
    validate: .greaterThan(0))
  static let discriminatorLearningRate = Option<Double?>(
    "discriminator-learning-rate", valueName: "X",
    help: "Step size of the discriminator's Adam. (default: that of --learning-rate)", validate: .greaterThan(0))
  static let beta1 = Option<Double>(
    "beta1", valueName: "X", default: 0.5, help: "Decay of Adam's mean gradient.", validate: .in(0..<1))
  static let beta2 = Option<Double>(
    "beta2", valueName: "X", default: 0.999, help: "Decay of Adam's mean squared gradient.", validate: .in(0..<1))
  static let loss = Option<GeneratorLoss>(
    "loss", valueName: "NAME", default: .nonSaturating,
    help:
      "What the generator minimises: -log D(G(z)), or log(1 - D(G(z))) as the original formula has it. The first is the "
      + "default because its gradient does not vanish while the discriminator still wins, early in a run.")
  static let exactConvolution = Flag(
    "exact-convolution",
    help: "Compute every convolution as the sum that defines it, without Winograd's filtering: slower, with a smaller "
      + "rounding error.")
  static let latent = Option<LatentDistribution>(
    "latent", valueName: "NAME", default: .normal, help: "Distribution of latent vectors.")
  static let seed = Option<UInt64>(
    "seed", valueName: "N", default: 0, help: "Seed of every random number. The same seed gives the same bytes.")
  static let limit = Option<Int?>(
    "limit", valueName: "N", help: "Use the first N images only.", validate: .atLeast(1))
  static let maxSteps = Option<Int?>(
    "max-steps", valueName: "N", help: "Stop after this many steps, those before a --resume included.",
    validate: .atLeast(1))
  static let maxTime = Option<Duration?>(
    "max-time", valueName: "TIME",
    help: "End after this time, such as 90s, 30m or 2h, with a checkpoint to go on from.",
    validate: .atLeast(.seconds(1)))
  static let logEvery = Option<Int>(
    "log-every", valueName: "STEPS", default: 10, help: "Write a line of metrics every so many steps.",
    validate: .atLeast(1))
  static let sampleEvery = Option<Int>(
    "sample-every", valueName: "EPOCHS", default: 1, help: "Draw a sample grid every so many epochs.",
    validate: .atLeast(1))
  static let checkpointEvery = Option<Int?>(
    "checkpoint-every", valueName: "STEPS",
    help: "Save a checkpoint every so many steps, beside the end of each epoch.", validate: .atLeast(1))
  static let snapshotEvery = Option<Int>(
    "snapshot-every", valueName: "STEPS", default: TrainingConfiguration.defaultSnapshotInterval,
    help:
      "Copy the state in memory every so many steps of an epoch. If the numbers explode, the run goes back there and on "
      + "with half the learning rate.", validate: .atLeast(1))
  static let keep = Option<Int>(
    "keep", valueName: "N", default: RunConfiguration.usualKeptCount,
    help:
      "Checkpoints to keep, the newest included: a damaged one is passed over by --resume. Each takes 28 MB for "
      + "dcgan28, 56 within an epoch, and saving takes room for one more.",
    validate: .in(RunConfiguration.possibleKeptCounts))
  static let resume = Option<String?>(
    "resume", valueName: "RUN", withoutValue: "",
    help: "Go on with a run where its checkpoint stands. (without a value: that of --out, else the newest under runs/)")
  static let overwrite = Flag("overwrite", help: "Remove the run that --out already holds, and start anew.")
  static let initFrom = Option<String?>(
    "init-from", valueName: "CHECKPOINT",
    help: "Start with the networks of a checkpoint or run, at step 0 and with fresh optimisers.")
  static let quiet = Flag("quiet", help: "Show no progress.")
  static let profile = Flag("profile", help: "Print at the end where the time went, as 'dcgan bench' does.")

  static let all: [any ArgumentKey] =
    [
      data, out,
    ] + ArchitectureOptions.networks + [
      epochs, batchSize, learningRate, discriminatorLearningRate, beta1, beta2, latent, loss, exactConvolution, seed,
      limit, maxSteps, maxTime, logEvery, sampleEvery, checkpointEvery, keep, snapshotEvery, resume, overwrite,
      initFrom, quiet, profile,
    ] + ProcessorOptions.all
}
