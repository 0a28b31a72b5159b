import TensorCore

/// Leaves the fakes that the discriminator takes least for real out of the generator's step (Sinha et al., 2020, "Top-k
/// Training of GANs"): where they lie far from any real image, what the discriminator says of them leads nowhere.
final class TopFakes {
  private let kept: Int
  private var order: [Int]

  /// Takes the memory to keep some of so many images: those of a shard.
  init(images: Int, kept: Int) {
    self.kept = kept
    order = Array(0..<images)
  }

  /// Makes the gradient of a mean over all logits that of the mean over the kept ones: zero for the others, and larger
  /// for these. Of equal logits the first are kept.
  func keep(_ logits: Tensor, gradient: Tensor) {
    guard kept < order.count else { return }
    sortBestFirst(logits)
    let factor = Float(order.count) / Float(kept)
    for image in order[..<kept] { gradient[image] *= factor }
    for image in order[kept...] { gradient[image] = 0 }
  }

  /// Sorts by a heap whose root is the worst, which goes to the end: the standard library's sort takes memory.
  private func sortBestFirst(_ logits: Tensor) {
    for root in (0..<order.count / 2).reversed() { sink(root, end: order.count, logits) }
    for end in (1..<order.count).reversed() {
      order.swapAt(0, end)
      sink(0, end: end, logits)
    }
  }

  /// Lets a place of the heap sink below what is worse.
  private func sink(_ place: Int, end: Int, _ logits: Tensor) {
    var place = place
    while 2 * place + 1 < end {
      var child = 2 * place + 1
      if child + 1 < end, isBetter(child, child + 1, logits) { child += 1 }
      guard isBetter(place, child, logits) else { return }
      order.swapAt(place, child)
      place = child
    }
  }

  private func isBetter(_ place: Int, _ other: Int, _ logits: Tensor) -> Bool {
    (logits[order[other]], order[place]) < (logits[order[place]], order[other])
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
