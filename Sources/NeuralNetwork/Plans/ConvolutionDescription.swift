import TensorCore

/// What a convolution and a transposed convolution have in common.
public struct ConvolutionDescription: Hashable, Sendable {
  /// Output channels.
  public var channels: Int
  /// Taps along one side of the square kernel.
  public var kernelSize: Int
  /// Pixels of the dense grid from a pixel of the strided grid to the next.
  public var stride: Int
  /// Zeros around the dense grid.
  public var padding: Padding
  /// Whether a bias is added for each output channel.
  public var bias: Bool

  /// Creates a description.
  public init(channels: Int, kernelSize: Int, stride: Int = 1, padding: Padding = 0, bias: Bool) {
    self.channels = channels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.bias = bias
  }

  /// In a few words.
  var summary: String {
    "\(kernelSize)x\(kernelSize), stride \(stride), padding \(padding.summary)" + (bias ? ", bias" : "")
  }

  /// Checks the settings, and the size of the weights.
  func check(_ place: LayerPlace) throws(NetworkPlanError) {
    try place.check(channels, "the number of channels", from: 1)
    try place.check(kernelSize, "the kernel size", from: 1, to: LayerPlan.maximumKernelSize)
    try place.check(stride, "the stride", from: 1, to: LayerPlan.maximumKernelSize)
    for side in [padding.top, padding.left, padding.bottom, padding.right] {
      try place.check(side, "the padding", from: 0, to: kernelSize - 1)
    }
  }

  /// The trained tensors.
  func parameters(weight: ParameterPlan) -> [ParameterPlan] { [weight] + (bias ? [.bias(channels)] : []) }
}

/// A kind of layer that a ``ConvolutionDescription`` describes.
protocol ConvolutionKind: LayerKind {
  var convolution: ConvolutionDescription { get set }
  /// What it computes without its bias, as the engines see it.
  func map(_ plan: LayerPlan) -> AffineMap
}

extension ConvolutionKind {
  package var isPiecewiseLinear: Bool { true }

  package func memory(_ demand: LayerDemand) -> NetworkMemory { map(demand.plan).memory(demand) }

  package func makeLayer(_ site: LayerSite) -> any Layer { AffineLayer(site, map(site.plan)) }

  /// The settings that both kinds have.
  static var convolutionMembers: [LayerMember<Self>] {
    [
      LayerMember("channels", .integer(\.convolution.channels, in: 1...LayerPlan.maximumExtent)),
      LayerMember("kernelSize", .integer(\.convolution.kernelSize, in: 1...LayerPlan.maximumKernelSize)),
      LayerMember("stride", .integer(\.convolution.stride, in: 1...LayerPlan.maximumKernelSize)),
      LayerMember("padding", .padding(\.convolution.padding, in: 0...LayerPlan.maximumKernelSize - 1)),
      LayerMember("bias", .bool(\.convolution.bias)),
    ]
  }

  /// Pairs of what `extent` makes of rows and columns of the input.
  func extents(
    _ place: LayerPlace, _ extent: (_ input: Int, _ padding: Int) -> Int?
  ) -> (height: Int, width: Int)? {
    guard let height = extent(place.input.height, convolution.padding.vertical),
      let width = extent(place.input.width, convolution.padding.horizontal)
    else { return nil }
    return (height, width)
  }

  /// How the pixels of two grids meet.
  func geometry(dense: Shape, strided: Shape) -> ConvolutionGeometry {
    ConvolutionGeometry(
      denseHeight: dense.height, denseWidth: dense.width, stridedHeight: strided.height, stridedWidth: strided.width,
      kernelSize: convolution.kernelSize, stride: convolution.stride, padding: convolution.padding)
  }
}
