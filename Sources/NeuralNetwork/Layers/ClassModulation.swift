import TensorCore

/// ``LayerDescription/classModulation(classes:)``. It does the work of a rectifier behind it in the same passes.
package struct ClassModulation: ConditionalLayerKind {
  package static let type = "classModulation"
  package static let members: [LayerMember<ClassModulation>] = [
    LayerMember("classes", .integer(\.classes, in: 1...BatchClasses.maximumCount))
  ]

  package var classes = 1

  package init() {}

  package var summary: String { "modulation by \(classes) classes" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    try place.check(classes, "the number of classes", from: 1, to: BatchClasses.maximumCount)
    let channels = place.input.channels
    try place.checkWeights(taps: 1, inputs: channels, outputs: classes)
    return LayerPlan(
      self, place, output: place.input,
      parameters: [
        ParameterPlan(
          name: "weight", shape: [classes, channels], layout: .plain,
          initialization: .normal(mean: 1, standardDeviation: 0.02)),
        ParameterPlan(name: "bias", shape: [classes, channels], layout: .plain, initialization: .zeros),
      ], absorbsNext: place.next?.absorbableSlope != nil)
  }

  package var needsGradientBuffer: Bool { false }

  package func memory(_ demand: LayerDemand) -> NetworkMemory {
    let input = demand.plan.input
    var memory = NetworkMemory()
    memory.kept =
      demand.results + 4 * NetworkMemory.gap
      + ClassModulationOperation.memory(
        classes: classes, channels: input.channels, rowsPerImage: input.height * input.width,
        maximumImages: Int(demand.images))
    return memory
  }

  package func makeLayer(_ site: LayerSite) -> any Layer {
    ClassModulationLayer(site, classes: classes, slope: site.next?.absorbableSlope ?? 1)
  }
}

extension LayerDescription {
  /// A gain and a bias for each class and channel. Behind batch normalisation it makes that the conditional one
  /// (Dumoulin et al., 2017, "A Learned Representation for Artistic Style"; de Vries et al., 2017): what the latent
  /// vector says is normalised first, so no class can drown it.
  public static func classModulation(classes: Int) -> LayerDescription {
    var layer = ClassModulation()
    layer.classes = classes
    return LayerDescription(layer)
  }
}

/// The running layer. It is linear in its input but for the mask, which the backward pass makes anew.
private final class ClassModulationLayer: Layer {
  let index: Int
  let needsGradientBuffer = false
  private let slope: Float
  private let classes: BatchClasses
  private let result: Tensor
  private let gains: Tensor
  private let biases: Tensor
  private let gainGradients: Tensor?
  private let biasGradients: Tensor?
  private let operation: ClassModulationOperation
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)
  private var lastInput: Tensor?

  init(_ site: LayerSite, classes count: Int, slope: Float) {
    index = site.index
    self.slope = slope
    classes = site.classes
    labels = site.elementwiseLabels(forward: 2 * site.plan.input.imageCount, backward: 5 * site.plan.input.imageCount)
    result = site.makeResult()
    gains = site.values("weight")
    biases = site.values("bias")
    gainGradients = site.gradients("weight")
    biasGradients = site.gradients("bias")
    let input = site.plan.input
    operation = ClassModulationOperation(
      classes: count, channels: input.channels, rowsPerImage: input.height * input.width,
      maximumImages: site.maximumImages)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    context.measure(labels.forward, images: input.shape.images) {
      lastInput = input
      let result = result.prefix(images: input.shape.images)
      operation.modulate(input, result, classes: classes.numbers, slope: slope, context)
      return result
    }
  }

  func backward(
    _ outputGradient: Tensor, into _: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let lastInput else { preconditionFailure("a backward pass follows a forward pass") }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      if addsParameterGradients, let gainGradients, let biasGradients {
        operation.addGradients(
          lastInput, outputGradient, classes: classes.numbers, slope: slope, gains: gainGradients,
          biases: biasGradients, context)
      }
      operation.gradient(lastInput, outputGradient, classes: classes.numbers, slope: slope, context)
    }
  }

  func parametersDidChange(_ context: ComputeContext) { operation.setClasses(gains: gains, biases: biases) }
}
