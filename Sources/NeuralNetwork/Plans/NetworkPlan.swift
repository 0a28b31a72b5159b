import TensorCore

/// A network's layers with their shapes and parameters worked out, before any memory is taken.
public struct NetworkPlan: Hashable, Sendable {
  /// The shape of one input image.
  public let input: Shape
  /// The layers in order.
  public let layers: [LayerPlan]

  /// The shape of one output image.
  public var output: Shape { layers.last?.output ?? input }
  /// The number of trained values.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
  /// About how many bytes a network takes for batches of at most `images`: activations and parameters; where it goes back,
  /// also gradients of the activations, and packed copies of the weights for both directions; and in training the
  /// parameters' gradients and moments, and a copy of all but the gradients to go back to.
  public func memory(images: Int, for purpose: Sequential.Purpose) -> Double {
    // Activations work in place, but for one that is given the network's own input.
    let activations = layers.enumerated().reduce(0.0) { sum, layer in
      sum + (layer.offset > 0 && layer.element.description.isActivation ? 0 : Double(layer.element.output.imageCount))
    }
    let largest = layers.map { Double(max($0.input.imageCount, $0.output.imageCount)) }.max() ?? 0
    let perImage = activations + (purpose.goesBack ? 2 * largest : 0)
    let packed = layers.reduce(0.0) { $0 + $1.packedCount } * (purpose.goesBack ? 2 : 1)
    return (perImage * Double(images) + Double(parameterCount) * (purpose.isTraining ? 7 : 1) + packed) * 4
  }

  /// Multiply-adds of a forward pass of one image.
  public var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }

  /// Works out the shapes.
  ///
  /// - Throws: ``NetworkPlanError`` if the input or a layer is larger than the limits, or a layer does not fit what
  ///   comes before it.
  public init(input: Shape, layers descriptions: [LayerDescription]) throws(NetworkPlanError) {
    guard LayerPlan.isWithinLimits(height: input.height, width: input.width, channels: input.channels) else {
      throw NetworkPlanError(
        layer: 0, reason: "an input of \(input.height)x\(input.width)x\(input.channels) is too large.")
    }
    guard descriptions.count <= Self.largestLayerCount else {
      throw NetworkPlanError(
        layer: Self.largestLayerCount,
        reason: "a network has at most \(Self.largestLayerCount) layers, not \(descriptions.count).")
    }
    self.input = input.with(images: 1)
    var layers: [LayerPlan] = []
    var shape = self.input
    for (index, description) in descriptions.enumerated() {
      var grid: Shape?
      if case .linear = description,
        case .reshape(let height, let width, let channels)? = descriptions[safe: index + 1],
        LayerPlan.isWithinLimits(height: height, width: width, channels: channels)
      {
        grid = Shape(height: height, width: width, channels: channels)
      }
      if case .tanh? = descriptions[safe: index - 1], description.isActivation {
        // Activations work in place, and the gradient of the hyperbolic tangent is made from its output.
        throw NetworkPlanError(layer: index, reason: "an activation cannot stand directly behind a hyperbolic tangent.")
      }
      let layer = try LayerPlan(description, index: index, input: shape, reshapedTo: grid)
      layers.append(layer)
      shape = layer.output
    }
    self.layers = layers
  }

  /// The largest number of layers. It keeps the sums over all layers inside an `Int`.
  public static let largestLayerCount = 256
}

/// A layer description that does not fit its place in a network.
public struct NetworkPlanError: Error, Equatable, CustomStringConvertible {
  /// The layer's place, from 0.
  public let layer: Int
  /// What is wrong with it.
  public let reason: String

  /// A sentence.
  public var description: String { "Layer \(layer) does not fit: \(reason)" }
}

/// A trained tensor of a layer: its name, form on disk, order in memory and first values.
public struct ParameterPlan: Hashable, Sendable {
  /// How the first values are made.
  public enum Initialization: Hashable, Sendable {
    /// Zeros.
    case zeros
    /// Normal variates.
    case normal(mean: Double, standardDeviation: Double)
  }

  /// PyTorch's name within the layer: `weight` or `bias`.
  public let name: String
  /// The shape on disk, PyTorch's.
  public let shape: [Int]
  /// The order in memory.
  public let layout: ParameterLayout
  /// How it starts.
  public let initialization: Initialization

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }
}

/// One layer of a ``NetworkPlan``.
public struct LayerPlan: Hashable, Sendable {
  /// What the layer is.
  public let description: LayerDescription
  /// The shape of one input image.
  public let input: Shape
  /// The shape of one output image.
  public let output: Shape
  /// The trained tensors, in PyTorch's order.
  public let parameters: [ParameterPlan]
  /// Multiply-adds of a forward pass of one image, by the definition: taps that fall into the padding count.
  public let multiplyAdds: Int
  /// How pixels meet, for convolutions.
  let geometry: ConvolutionGeometry?

  /// The number of trained values.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// About how many floats the packed weights of one direction take: Winograd's filtering makes 25 of 4.
  var packedCount: Double {
    Double(parameterCount) * (geometry?.kernelSize == 4 && geometry?.stride == 2 ? 25.0 / 4 : 1)
  }

  /// The largest extent, and number of a convolution's channels. It keeps every product below far inside an `Int`.
  public static let largestExtent = 1 << 14
  /// The largest kernel and stride.
  public static let largestKernelSize = 64
  /// The largest factor of an up-sampling.
  public static let largestScale = 64
  /// The largest number of values in an image or a parameter.
  public static let largestCount = 1 << 28

  /// Whether an image of such extents can be a layer's input or output.
  static func isWithinLimits(height: Int, width: Int, channels: Int) -> Bool {
    guard (1...largestExtent).contains(height), (1...largestExtent).contains(width) else { return false }
    return channels > 0 && height * width <= largestCount / channels
  }

  init(_ layer: LayerDescription, index: Int, input: Shape, reshapedTo grid: Shape?) throws(NetworkPlanError) {
    func fail(_ reason: String) -> NetworkPlanError { NetworkPlanError(layer: index, reason: reason) }
    func check(_ value: Int, _ name: String, from least: Int, to most: Int = Self.largestExtent)
      throws(NetworkPlanError)
    {
      guard value >= least && value <= most else {
        throw fail("\(name) must be from \(least) to \(most), not \(value).")
      }
    }
    func sized(_ height: Int, _ width: Int, _ channels: Int) throws(NetworkPlanError) -> Shape {
      try check(height, "the output's height", from: 1)
      try check(width, "the output's width", from: 1)
      guard Self.isWithinLimits(height: height, width: width, channels: channels) else {
        throw fail("an output of \(height)x\(width)x\(channels) is too large.")
      }
      return Shape(height: height, width: width, channels: channels)
    }
    func checkWeights(_ taps: Int, _ inputs: Int, _ outputs: Int) throws(NetworkPlanError) {
      guard taps * inputs <= Self.largestCount / outputs else { throw fail("it has too many weights.") }
    }

    description = layer
    self.input = input
    let weights = ParameterPlan.Initialization.normal(mean: 0, standardDeviation: 0.02)
    switch layer {
    case .linear(let outputs, let bias):
      try check(outputs, "the number of outputs", from: 1, to: Self.largestCount)
      try checkWeights(1, input.imageCount, outputs)
      let grid = grid.flatMap { $0.imageCount == outputs ? $0 : nil } ?? Shape(channels: outputs)
      output = grid
      var parameters = [
        ParameterPlan(
          name: "weight", shape: [outputs, input.imageCount], layout: .linear(input: input, output: grid),
          initialization: weights)
      ]
      if bias {
        parameters.append(
          ParameterPlan(name: "bias", shape: [outputs], layout: .grid(grid), initialization: .zeros))
      }
      self.parameters = parameters
      multiplyAdds = input.imageCount * outputs
      geometry = ConvolutionGeometry(
        denseHeight: 1, denseWidth: 1, stridedHeight: 1, stridedWidth: 1, kernelSize: 1, stride: 1, padding: 0)

    case .reshape(let height, let width, let channels):
      try check(channels, "the number of channels", from: 1, to: Self.largestCount)
      output = try sized(height, width, channels)
      guard output.imageCount == input.imageCount else {
        throw fail(
          "\(height)x\(width)x\(channels) are \(output.imageCount) values, and it is given \(input.imageCount).")
      }
      parameters = []
      multiplyAdds = 0
      geometry = nil

    case .convolution(let it):
      try Self.checkKernel(it, check)
      try checkWeights(it.kernelSize * it.kernelSize, input.channels, it.channels)
      let extents = [(input.height, it.padding.vertical), (input.width, it.padding.horizontal)].map {
        ConvolutionGeometry.convolvedExtent($0, kernelSize: it.kernelSize, stride: it.stride, padding: $1)
      }
      guard let height = extents[0], let width = extents[1] else {
        throw fail(
          "a kernel of \(it.kernelSize)x\(it.kernelSize) is larger than its input of \(input.height)x\(input.width) "
            + "with a padding of \(it.padding.summary).")
      }
      output = try sized(height, width, it.channels)
      let geometry = ConvolutionGeometry(
        denseHeight: input.height, denseWidth: input.width, stridedHeight: height, stridedWidth: width,
        kernelSize: it.kernelSize, stride: it.stride, padding: it.padding)
      self.geometry = geometry
      parameters = Self.convolutionParameters(
        it, shape: [it.channels, input.channels, it.kernelSize, it.kernelSize],
        layout: .convolution(inputs: input.channels, outputs: it.channels, kernelSize: it.kernelSize))
      multiplyAdds = height * width * geometry.taps * input.channels * it.channels

    case .transposedConvolution(let it, let outputPadding):
      try Self.checkKernel(it, check)
      try check(outputPadding, "the output padding", from: 0, to: it.stride - 1)
      try checkWeights(it.kernelSize * it.kernelSize, input.channels, it.channels)
      let extents = [(input.height, it.padding.vertical), (input.width, it.padding.horizontal)].map {
        ConvolutionGeometry.transposedExtent(
          $0, kernelSize: it.kernelSize, stride: it.stride, padding: $1, outputPadding: outputPadding)
      }
      guard let height = extents[0], let width = extents[1] else {
        throw fail("a padding of \(it.padding.summary) leaves nothing of its output.")
      }
      output = try sized(height, width, it.channels)
      let geometry = ConvolutionGeometry(
        denseHeight: height, denseWidth: width, stridedHeight: input.height, stridedWidth: input.width,
        kernelSize: it.kernelSize, stride: it.stride, padding: it.padding)
      self.geometry = geometry
      parameters = Self.convolutionParameters(
        it, shape: [input.channels, it.channels, it.kernelSize, it.kernelSize],
        layout: .transposedConvolution(inputs: input.channels, outputs: it.channels, kernelSize: it.kernelSize))
      multiplyAdds = input.height * input.width * geometry.taps * input.channels * it.channels

    case .upsampling(let scale):
      try check(scale, "the scale", from: 1, to: Self.largestScale)
      output = try sized(input.height * scale, input.width * scale, input.channels)
      parameters = []
      multiplyAdds = 0
      geometry = nil

    case .batchNorm:
      output = input
      parameters = [
        ParameterPlan(
          name: "weight", shape: [input.channels], layout: .plain,
          initialization: .normal(mean: 1, standardDeviation: 0.02)),
        ParameterPlan(name: "bias", shape: [input.channels], layout: .plain, initialization: .zeros),
      ]
      multiplyAdds = 0
      geometry = nil

    case .leakyReLU(let slope):
      guard slope.isFinite && slope >= 0 && slope <= 1 else {
        throw fail("the slope of a leaky rectifier must be from 0 to 1, not \(slope).")
      }
      fallthrough

    case .relu, .tanh:
      output = input
      parameters = []
      multiplyAdds = 0
      geometry = nil
    }
  }

  private static func checkKernel(
    _ it: ConvolutionDescription, _ check: (Int, String, Int, Int) throws(NetworkPlanError) -> Void
  ) throws(NetworkPlanError) {
    try check(it.channels, "the number of channels", 1, largestExtent)
    try check(it.kernelSize, "the kernel size", 1, largestKernelSize)
    try check(it.stride, "the stride", 1, largestKernelSize)
    for side in [it.padding.top, it.padding.left, it.padding.bottom, it.padding.right] {
      try check(side, "the padding", 0, it.kernelSize - 1)
    }
  }

  private static func convolutionParameters(
    _ it: ConvolutionDescription, shape: [Int], layout: ParameterLayout
  ) -> [ParameterPlan] {
    var parameters = [
      ParameterPlan(
        name: "weight", shape: shape, layout: layout, initialization: .normal(mean: 0, standardDeviation: 0.02))
    ]
    if it.bias {
      parameters.append(
        ParameterPlan(name: "bias", shape: [it.channels], layout: .plain, initialization: .zeros))
    }
    return parameters
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
