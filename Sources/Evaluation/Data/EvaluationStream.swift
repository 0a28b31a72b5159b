import TensorCore

/// What the judge draws random numbers for. Its seed is fixed: the same images always get the same figures.
enum EvaluationStream: UInt32 {
  /// Which images are taken where not all are.
  case choice = 0
  /// The order in which the classifier sees its images; an epoch each.
  case classifierOrder = 0x0100_0000
  /// Subsets for the intervals of distances; a subset each.
  case subsets = 0x0200_0000
  /// Resampling of the images' contributions; a resampling each.
  case resampling = 0x0300_0000
  /// The first centres of clusters.
  case clusters = 0x0400_0000

  /// The stream of a drawing.
  func stream(_ number: Int = 0) -> RandomStream {
    RandomStream(seed: 0, purpose: .judgement, substream: rawValue + UInt32(number))
  }
}
