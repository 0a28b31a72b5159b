import TensorCore

/// Where a layer that works in place writes: over its input, the output of the layer before, which that layer need not
/// keep.
///
/// A network's own input belongs to the caller and is another network's output perhaps, so the first layer works on a
/// copy of it.
struct InPlace {
  private let copy: Tensor?

  init(_ site: LayerSite) {
    copy = site.index == 0 ? site.makeResult() : nil
  }

  /// The tensor to work on, which holds the input's values.
  func callAsFunction(_ input: Tensor) -> Tensor {
    guard let copy = copy?.prefix(images: input.shape.images) else { return input }
    copy.copy(from: input)
    return copy
  }
}
