import TensorCore

/// Leaves the fakes that the discriminator takes least for real out of the generator's step (Sinha et al., 2020, "Top-k
/// Training of GANs"): where they lie far from any real image, what the discriminator says of them leads nowhere.
struct TopFakes {
  /// How many of the fakes of a shard are kept, at least 1.
  let kept: Int

  /// Makes the gradient of a mean over all logits that of the mean over the kept ones: zero for the others, and larger
  /// for these. Of equal logits the first are kept.
  ///
  /// Each logit is compared with every other one: the standard library's sort takes memory, and 4,096 comparisons for
  /// 64 fakes are nothing beside a step.
  func keep(_ logits: Tensor, gradient: Tensor) {
    guard kept < logits.count else { return }
    let factor = Float(logits.count) / Float(kept)
    logits.withMutableValues { logits in
      for image in logits.indices {
        gradient[image] = Self.rank(of: image, among: logits) < kept ? gradient[image] * factor : 0
      }
    }
  }

  /// How many fakes come before one: all with a higher logit, and those with the same one in front of it.
  private static func rank(of image: Int, among logits: UnsafeMutableBufferPointer<Float>) -> Int {
    let logit = logits[image]
    var rank = 0
    for other in 0..<image where logits[other] >= logit { rank += 1 }
    for other in image + 1..<logits.count where logits[other] > logit { rank += 1 }
    return rank
  }
}

extension TrainingSettings {
  /// The fakes of a shard that the generator learns from, at least one.
  package var keptFakesOfShard: Int { max(1, Int((keptFakes * Double(shardSize)).rounded())) }
}

extension TrainingSettings.Table {
  /// ``TrainingSettings/keptFakes``.
  public static let keptFakes = Setting(
    \TrainingSettings.keptFakes, key: "topFakes", title: "top fakes",
    option: .value(
      "top-fakes", valueName: "X",
      help: "The part of a batch's fakes, or of each shard's, that the generator learns from: those that are taken for "
        + "real most. Its loss is still told of all."),
    range: .closed(0.01...1), absence: .means(1))
}
