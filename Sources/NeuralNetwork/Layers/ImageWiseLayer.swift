import TensorCore

/// A running layer that takes each image by itself, but for sums over all of them, so that parts of its passes can be
/// done by the layers beside it, image by image while these are in a cache: other frameworks call such layers fused.
///
/// Whoever asks for work does it for every image, and the layer then counts on it in its own pass.
protocol ImageWiseLayer: Layer {
  /// What the layer in front is to do with each image of its output, before this layer's forward pass.
  func forwardWork(on input: Tensor, _ mode: Mode, _ context: ComputeContext) -> ImageWork?

  /// Whether the layer behind does what is left of a forward pass.
  var leavesOutput: Bool { get set }

  /// What the layer behind is to do before it reads each image of this layer's output.
  func outputWork(_ context: ComputeContext) -> ImageWork?

  /// What the layer behind is to do with each image of its input's gradient, before this layer's backward pass.
  func backwardWork(on outputGradient: Tensor, _ context: ComputeContext) -> ImageWork?
}

/// A running layer of one of the engines, which does the work of those beside it.
protocol EngineLayer: Layer {
  /// Names the layers beside it.
  func join(front: (any ImageWiseLayer)?, behind: (any ImageWiseLayer)?)
}

extension Sequential {
  /// Lets the layers beside engines leave work to them.
  static func join(_ layers: [any Layer]) {
    for (position, layer) in layers.enumerated() {
      guard let engine = layer as? any EngineLayer else { continue }
      let front = position > 0 ? layers[position - 1] as? any ImageWiseLayer : nil
      front?.leavesOutput = true
      engine.join(
        front: front, behind: position + 1 < layers.count ? layers[position + 1] as? any ImageWiseLayer : nil)
    }
  }
}
