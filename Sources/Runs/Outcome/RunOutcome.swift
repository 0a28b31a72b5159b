import GAN

/// What became of a run so far, judged by its log.
public struct RunOutcome: Sendable {
  /// Steps made.
  public let steps: Int
  /// Epochs finished.
  public let epochsDone: Int
  /// Epochs that it was to train.
  public let epochs: Int
  /// Seconds of training.
  public let seconds: Double
  /// The mean speed; `nil` if the log tells of no time.
  public let imagesPerSecond: Double?
  /// The metrics lately: of each the median over the last tenth of the log, no fewer than ten lines; `nil` if the run
  /// diverged before a step was logged.
  public let metrics: StepMetrics?
  /// How far the pictures lie apart, as a part of how far the training images do; `nil` before the first examination.
  public let diversity: Double?
  /// The part of the last pictures that were drawn more than once; `nil` if the run has not come to its end.
  public let repeatedPart: Double?
  /// What the learning rates were multiplied by in the end.
  public let learningRateFactor: Double
  /// The verdict on its health that stood in the end, by its name in the log; `nil` before the first examination.
  public let health: String?
  /// The parts of the examined run in which the verdicts stood, by their names.
  public let healthParts: [String: Double]
  /// Whether the losses lately are far beyond those of runs that learn. It may be so before a verdict can be given, and
  /// then losses may still come down.
  public let lossesAreFarOff: Bool
  /// Whether the discriminator has a learning rate of its own, which stays when the other is set.
  public let hasOwnDiscriminatorRate: Bool
  /// How good the images were when the run was last judged while it trained; `nil` if it was not. The finding does not
  /// depend on it.
  public let quality: QualityRecord?
  /// What it comes to.
  public let finding: Finding

  /// What a run comes to.
  public enum Finding: String, CaseIterable, Sendable {
    /// It has not been examined twice, which a verdict takes.
    case tooEarly
    /// Nothing was wrong.
    case healthy
    /// Something was wrong for more than a tenth of it, or numbers exploded, and nothing is wrong any longer.
    case recovered
    /// The pictures are nearly one, whatever the latents, or a limited number of them.
    case collapsed
    /// The losses are far beyond those of runs that learn.
    case lossesRanAway
    /// The discriminator tells all images apart.
    case discriminatorWon
    /// The pictures no longer change.
    case stagnating
    /// The numbers exploded, with smaller learning rates too.
    case diverged

    /// Whether the run is not what its user wanted.
    public var isBad: Bool {
      switch self {
      case .tooEarly, .healthy, .recovered, .stagnating: false
      case .collapsed, .lossesRanAway, .discriminatorWon, .diverged: true
      }
    }
  }

  /// A generator with this part of its pictures drawn more than once has a limited number of them: with one eighth of
  /// 256, some 2,000. Healthy runs of all presets had at most 8 of 512; mlp-conv that judges call collapsed had 45 of
  /// 256.
  static let collapsedPart = 0.125
  /// A part of the run that is worth a word.
  static let noteworthyPart = 0.1

  /// Judges a run by its log.
  ///
  /// - Throws: ``FileFormats/FileError`` if the log cannot be read or has no line; what reading `config.json` throws.
  public init(_ run: RunDirectory) throws {
    let configuration = try RunConfiguration(run)
    self.init(try MetricsHistory(run), configuration)
  }

  /// Judges the run of a log.
  init(_ history: MetricsHistory, _ configuration: RunConfiguration) {
    let last = history.lines.last
    steps = last?.step ?? history.ending?.step ?? 0
    epochsDone = configuration.training.position(at: max(steps, configuration.training.history.lastStep)).epochsDone
    epochs = configuration.settings.epochs
    seconds = last?.seconds ?? 0
    imagesPerSecond = history.meanImagesPerSecond
    metrics = history.recentMetrics
    diversity = last?.diversity
    repeatedPart = history.ending?.repeatedPart
    learningRateFactor = last?.learningRateFactor ?? 1
    health = last.flatMap { $0.isExamined ? $0.health : nil }
    healthParts = history.healthParts
    lossesAreFarOff =
      metrics.map {
        max(abs($0.generatorLoss), $0.discriminatorLoss) > HealthMonitor.runawayLoss
      } ?? false
    hasOwnDiscriminatorRate = configuration.training.settings.discriminatorLearningRate != nil
    quality = history.quality
    finding = Self.finding(last, history.ending, lossesAreFarOff, healthParts)
  }

  private static func finding(
    _ last: MetricsLine?, _ ending: EndingLine?, _ lossesAreFarOff: Bool, _ parts: [String: Double]
  ) -> Finding {
    if ending?.diverged ?? false { return .diverged }
    guard let last, last.step >= 2 * HealthMonitor.interval else { return .tooEarly }
    if lossesAreFarOff { return .lossesRanAway }
    switch HealthVerdict.allCases.first(where: { $0.name == last.health }) {
    case .lossesRunningAway: return .lossesRanAway
    case .generatorCollapse: return .collapsed
    case .discriminatorWinning: return .discriminatorWon
    case _ where (ending?.repeatedPart ?? 0) >= collapsedPart: return .collapsed
    case .stagnation: return .stagnating
    case .normal, nil:
      let wasNormal = parts[HealthVerdict.normal.name, default: 1] > 1 - noteworthyPart
      return wasNormal && last.learningRateFactor == 1 ? .healthy : .recovered
    }
  }
}

extension MetricsHistory {
  /// Images trained on in a second, by the whole time; `nil` if the log tells of none.
  var meanImagesPerSecond: Double? {
    var (images, seconds, before) = (0.0, 0.0, 0.0)
    for line in lines {
      // Zero or less where a run that was resumed begins to count anew.
      let time = max(0, line.seconds - before)
      images += line.imagesPerSecond.isFinite ? line.imagesPerSecond * time : 0
      seconds += time
      before = line.seconds
    }
    return seconds > 0 ? images / seconds : nil
  }

  /// The medians over the last tenth of the log, no fewer than ten lines; `nil` without a line.
  var recentMetrics: StepMetrics? {
    let recent = lines.suffix(max(10, lines.count / 10)).map(\.metrics)
    if recent.isEmpty { return nil }
    func median(_ value: (StepMetrics) -> Double) -> Double { recent.map(value).sorted()[recent.count / 2] }
    return StepMetrics(
      discriminatorLoss: median(\.discriminatorLoss), generatorLoss: median(\.generatorLoss),
      realProbability: median(\.realProbability), fakeProbability: median(\.fakeProbability))
  }

  /// The parts of the examined lines that the verdicts on the run's health have.
  var healthParts: [String: Double] {
    let examined = lines.filter(\.isExamined)
    let counts = Dictionary(grouping: examined, by: \.health).mapValues(\.count)
    return counts.mapValues { Double($0) / Double(examined.count) }
  }
}
