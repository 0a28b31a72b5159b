import TensorCore

/// A network of layers in a row, with all memory planned for batches up to a maximum.
///
/// The layers may overwrite what they are given where nobody needs it any more; the network's input is never changed.
public final class Sequential {
  /// The name under which the network's state is stored and its time is noted.
  public let name: String
  /// The layers as data.
  public let plan: NetworkPlan
  /// The trained values.
  public let parameters: Parameters
  /// The maximum number of images of a batch.
  public let maximumImages: Int
  /// The classes of the images of the next passes, if the network goes by them.
  public let classes: BatchClasses
  let layers: [any Layer]
  private let context: ComputeContext
  private let gradientBuffers: [Tensor]
  private let clearingLabel: ProfileLabel

  /// What a network is made for.
  public enum Purpose: Sendable {
    /// Forward passes alone: no memory for gradients is taken.
    case inference
    /// Forward passes and the gradient of the network's input, at parameters that stay as they are.
    case inputGradient
    /// Training; `inputGradient` tells whether the gradient of the network's input is ever needed, and `passes` how often
    /// the network usually goes forward and back between two changes of its parameters.
    case training(inputGradient: Bool, passes: Passes = .several)
  }

  /// How often a network goes forward and back with the same parameters.
  public enum Passes: Sendable {
    /// Once: the two ways take turns with the memory for their packed weights, which are made anew for each.
    case one
    /// More often: both keep theirs.
    case several
  }

  /// Takes the memory of a network. Its parameters are zero until they are initialised or read.
  public init(
    _ plan: NetworkPlan, name: String = "network", maximumImages: Int, purpose: Purpose,
    convolutionMethod: ConvolutionMethod = .winograd, _ context: ComputeContext
  ) {
    self.name = name
    self.plan = plan
    clearingLabel = ProfileLabel(name, .optimizer, fixedBytes: plan.parameterCount * MemoryLayout<Float>.stride)
    self.maximumImages = maximumImages
    self.context = context
    let classes = BatchClasses(maximumImages: maximumImages)
    self.classes = classes
    let parameters = Parameters(plan, forTraining: purpose.isTraining)
    self.parameters = parameters
    layers = Self.makeLayers(
      plan, name: name, maximumImages: maximumImages, classes, purpose, convolutionMethod, parameters)

    gradientBuffers =
      purpose.goesBack
      ? plan.gradientBufferCounts(reachesInput: purpose.reachesInput).map { Tensor(count: $0 * maximumImages) } : []
  }

  private static func makeLayers(
    _ plan: NetworkPlan, name: String, maximumImages: Int, _ classes: BatchClasses, _ purpose: Purpose,
    _ convolutionMethod: ConvolutionMethod, _ parameters: Parameters
  ) -> [any Layer] {
    var layers: [any Layer] = []
    var index = 0
    while index < plan.layers.count {
      let layer = plan.layers[index]
      let site = LayerSite(
        plan: layer, index: index, name: "\(name).\(index)", parameters: parameters, maximumImages: maximumImages,
        classes: classes, next: index + 1 < plan.layers.count ? plan.layers[index + 1].description : nil,
        needsInputGradient: index > 0 ? purpose.goesBack : purpose.reachesInput,
        sharesPackedWeights: purpose.sharesPackedWeights, convolutionMethod: convolutionMethod)
      layers.append(layer.description.kind.makeLayer(site))
      index += layer.absorbsNext ? 2 : 1
    }
    join(layers)
    return layers
  }

  /// Computes the outputs of a batch, [images, height, width, channels], the last three as the plan has them. They stay
  /// valid until the next pass.
  public func forward(_ input: Tensor, _ mode: Mode) -> Tensor {
    precondition(input.shape.images <= maximumImages, "a batch does not exceed what was planned")
    return layers.reduce(input) { $1.forward($0, mode, context) }
  }

  /// Takes the gradient of the outputs back through the last forward pass.
  ///
  /// - Parameters:
  ///   - outputGradient: as many values as the outputs. It may be overwritten.
  ///   - addsParameterGradients: whether to add to the gradients of the parameters.
  ///   - needsInputGradient: whether to compute the gradient of the input.
  /// - Returns: the gradient of the input, valid until the next pass, or `nil`.
  @discardableResult
  public func backward(
    _ outputGradient: Tensor, addsParameterGradients: Bool, needsInputGradient: Bool
  ) -> Tensor? {
    precondition(!gradientBuffers.isEmpty, "a network made for forward passes alone has no gradients")
    let images = outputGradient.shape.images
    var gradient = outputGradient
    var turn = 0
    for (position, layer) in layers.enumerated().reversed() {
      if !layer.needsGradientBuffer {
        layer.backward(gradient, into: nil, addsParameterGradients: addsParameterGradients, context)
      } else if position == 0 && !needsInputGradient {
        layer.backward(gradient, into: nil, addsParameterGradients: addsParameterGradients, context)
        return nil
      } else {
        let input = plan.layers[layer.index].input.with(images: images)
        let target = gradientBuffers[turn].window(start: 0, shape: input)
        layer.backward(gradient, into: target, addsParameterGradients: addsParameterGradients, context)
        gradient = target
        turn = 1 - turn
      }
    }
    return needsInputGradient ? gradient : nil
  }

  /// Sets the gradients of the parameters to zero.
  public func clearGradients() {
    if let training = parameters.training {
      context.measure(clearingLabel, images: 0) { context.clear(training.gradients) }
    }
  }

  /// Whether all running statistics are finite. Activations may be finite whose variance is not.
  public var runningStatisticsAreFinite: Bool { layers.allSatisfy(\.stateIsFinite) }

  /// Whether the gradient of some layer is completed from all of it.
  package var completesGradients: Bool { layers.contains(where: \.completesGradients) }

  /// Completes the gradients of the parameters. To be called once, between a step's last backward pass and the change of
  /// ``parameters`` by them.
  func completeGradients() {
    for layer in layers { layer.completeGradients() }
  }

  /// Takes over parameters that the optimiser has changed.
  func parametersDidStep() {
    for layer in layers { layer.parametersDidStep(context) }
  }

  /// Whether a layer has running statistics.
  public var keepsStatistics: Bool { layers.contains(where: \.keepsStatistics) }

  /// Replaces the running statistics by those of some batches together.
  ///
  /// Each batch is normalised by its own statistics, as in training; the mean and the variance over all values of all
  /// batches become the running ones. So they belong to the weights as they are, and not to those of the steps before.
  ///
  /// - Parameters:
  ///   - batches: the number of batches, at least 1.
  ///   - batch: the inputs of a batch, counted from 0; all batches have the same number of images.
  public func estimateStatistics(batches: Int, _ batch: (Int) -> Tensor) {
    for layer in layers { layer.beginStatistics() }
    for index in 0..<batches { _ = forward(batch(index), .training) }
    for layer in layers { layer.endStatistics() }
  }

  /// Takes over changed parameters. To be called after every change of ``parameters``.
  public func parametersDidChange() {
    for layer in layers { layer.parametersDidChange(context) }
  }
}

extension Sequential.Purpose {
  /// Whether the parameters have gradients and moments.
  public var isTraining: Bool {
    if case .training = self { true } else { false }
  }

  /// Whether there are backward passes at all.
  var goesBack: Bool {
    if case .inference = self { false } else { true }
  }

  /// Whether backward passes go on to the gradient of the network's input.
  var reachesInput: Bool {
    switch self {
    case .inference: false
    case .inputGradient: true
    case .training(let inputGradient, _): inputGradient
    }
  }

  /// Whether the ways forward and back take turns with one memory of packed weights.
  var sharesPackedWeights: Bool {
    if case .training(_, .one) = self { true } else { false }
  }
}
