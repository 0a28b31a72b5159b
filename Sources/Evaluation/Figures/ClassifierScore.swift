import TensorCore

/// The classifier score, `exp(mean over images of KL(p(class | image) || p(class)))`: 1 if the classifier cannot tell
/// anything or sees one class alone, and the number of classes if it is sure of each image and all are equally
/// frequent.
///
/// Source: T. Salimans et al., "Improved Techniques for Training GANs", NIPS 2016, where the classifier is Inception.
/// The mean divergence is the entropy of the mean distribution less the mean entropy.
enum ClassifierScore {
  /// What each image contributes: the entropy of its distribution, then the distribution.
  static func contributions(_ probabilities: [[Double]]) -> [[Double]] {
    probabilities.map { [entropy($0)] + $0 }
  }

  /// The score, from the mean contribution.
  static func score(_ mean: [Double]) -> Double {
    portableExp(entropy(Array(mean.dropFirst())) - mean[0])
  }

  private static func entropy(_ distribution: [Double]) -> Double {
    -distribution.reduce(0) { $1 < .leastNormalMagnitude ? $0 : $0 + $1 * portableLog($1) }
  }
}
