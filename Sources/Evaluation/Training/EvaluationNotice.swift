import FileFormats
import GAN
import Runs

/// How good a run's images were found to be at the end of an epoch.
public struct EvaluationNotice: RunNotice {
  /// The epoch, from 1.
  public let epoch: Int
  /// The figures.
  public let record: QualityRecord
  /// Whether the networks are the best so far, and were kept.
  public let isBest: Bool

  /// The figures in a line, each with the floor.
  public var description: String {
    "Epoch \(epoch): \(record.summary)" + (isBest ? "; the best so far, kept as best.safetensors." : ".")
  }
}

/// Figures or networks of a judgement that could not be had or kept, after which training goes on.
public struct EvaluationTrouble: RunNotice {
  /// What went wrong, as a sentence.
  public let reason: String
  /// What the run is without, as the rest of a sentence.
  public let consequence: String

  /// What went wrong and what happens next, as sentences.
  public var description: String { "Warning: \(reason) Training goes on, \(consequence)." }
}
