import TensorCore

/// The gradient of a penalty on how steep a network's output is: `factor / 2` times the mean over a batch of the
/// squared norm of the gradient g of an image's output with respect to the image (Mescheder, Geiger & Nowozin, 2018,
/// "Which Training Methods for GANs do actually Converge?": R1 of real images, R2 of fakes).
///
/// No general second derivative is needed where all layers are linear but for biases and the masks of rectifiers. There
/// g = W1' M1 W2' M2 ... 1 with the masks M of the forward pass, and each matrix enters it once: with `d` the gradient
/// of a layer's output, and `t` what the layers before make of g without their biases, the penalty's gradient with
/// respect to the layer's weights is that of weights with the input `t` and the output gradient `d`, and biases have
/// none.
///
/// Its memory is planned once: the gradient of every layer's output, and two buffers for `t` that take turns.
public final class GradientPenalty {
  private let network: Sequential
  private let context: ComputeContext
  private let ones: Tensor
  /// For each running layer, where the gradient of its input is kept; `nil` for one that works in place.
  private let inputGradients: [Tensor?]
  private let tangents: [Tensor]
  private let layers: [any PiecewiseLinearLayer]

  /// Plans for batches of a network's maximum.
  ///
  /// - Parameters:
  ///   - network: one that is trained with the gradient of its input, and has no ``NetworkPlan/layerWithCurvature``.
  ///   - context: where to compute.
  public init(_ network: Sequential, _ context: ComputeContext) {
    precondition(network.plan.layerWithCurvature == nil, "every layer is linear but for a mask")
    self.network = network
    self.context = context
    let images = network.maximumImages
    layers = network.layers.compactMap { $0 as? any PiecewiseLinearLayer }
    ones = Tensor(network.plan.output.with(images: images))
    inputGradients = network.layers.map {
      $0.needsGradientBuffer ? Tensor(network.plan.layers[$0.index].input.with(images: images)) : nil
    }
    tangents = network.plan.tangentCounts.map { Tensor(count: $0 * images) }
  }

  /// Adds the penalty's gradient to those of the parameters, at the images of the last forward pass.
  ///
  /// - Parameters:
  ///   - images: how many these were.
  ///   - factor: what half the mean squared norm is multiplied by.
  public func addGradients(images: Int, factor: Double) {
    let gradient = backward(images)
    var tangent = tangents[0].window(start: 0, shape: gradient.shape)
    context.fill(tangent, with: 0)
    context.add(gradient, times: Float(factor / Double(images)), to: tangent)
    var turn = 1
    for position in layers.indices {
      let layer = layers[position]
      guard layer.needsGradientBuffer else {
        layer.push(tangent, into: nil, context)
        continue
      }
      layer.addWeightGradients(tangent: tangent, outputGradient: outputGradient(position, images), context)
      let output = network.plan.layers[layer.index].output.with(images: images)
      let pushed = tangents[turn].window(start: 0, shape: output)
      layer.push(tangent, into: pushed, context)
      tangent = pushed
      turn = 1 - turn
    }
  }

  /// Takes ones at the outputs back to the input, and keeps the gradients on the way.
  private func backward(_ images: Int) -> Tensor {
    var gradient = ones.prefix(images: images)
    context.fill(gradient, with: 1)
    for position in layers.indices.reversed() {
      let target = inputGradients[position]?.prefix(images: images)
      layers[position].backward(gradient, into: target, addsParameterGradients: false, context)
      gradient = target ?? gradient
    }
    return gradient
  }

  /// The gradient of a layer's output: what the layers behind that work in place have made of their input's.
  private func outputGradient(_ position: Int, _ images: Int) -> Tensor {
    for behind in layers.indices.dropFirst(position + 1) {
      if let kept = inputGradients[behind] { return kept.prefix(images: images) }
    }
    return ones.prefix(images: images)
  }
}

extension NetworkPlan {
  /// The first layer that is not linear but for a bias and a mask: no gradient penalty can be taken through it. `nil`
  /// if there is none.
  public var layerWithCurvature: LayerPlan? { layers.first { !$0.description.kind.isPiecewiseLinear } }

  /// What a ``GradientPenalty`` takes for batches of at most `images`, in floats.
  public func gradientPenaltyMemory(images: Int) -> Double {
    let gradients = runningLayers.filter { layers[$0].description.kind.needsGradientBuffer }.map {
      layers[$0].input.imageCount
    }
    let counts = gradients + tangentCounts + [output.imageCount]
    return counts.reduce(0.0) { $0 + Double($1) * Double(images) + NetworkMemory.gap }
  }

  /// The floats an image of two buffers that take turns: a layer reads the tangent of its input from one, the first to
  /// begin with, and writes its output's to the other.
  var tangentCounts: [Int] {
    var counts = [input.imageCount, 1]
    var turn = 1
    for index in runningLayers where layers[index].description.kind.needsGradientBuffer {
      counts[turn] = max(counts[turn], layers[index].output.imageCount)
      turn = 1 - turn
    }
    return counts
  }
}
