/// The gradient of a layer's weights, stored as `[tap][input channel][output channel]`, by the weight-gradient engine.
public struct WeightGradientOperation {
  private enum Algorithm {
    case direct(DirectWeightGradient)
    case winograd(WinogradWeightGradient)
  }

  private let algorithm: Algorithm

  /// Plans the gradient of a layer's weights. A convolution's input is the dense grid, a transposed convolution's the
  /// strided one.
  public init(
    _ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int,
    method: ConvolutionMethod
  ) {
    let tiling = WinogradTiling(
      geometry, stridedChannels: inputIsDense ? outputChannels : inputChannels,
      denseChannels: inputIsDense ? inputChannels : outputChannels)
    if method == .winograd, let tiling {
      algorithm = .winograd(WinogradWeightGradient(tiling, inputIsDense: inputIsDense))
    } else {
      algorithm = .direct(
        DirectWeightGradient(
          geometry, inputIsDense: inputIsDense, inputChannels: inputChannels, outputChannels: outputChannels))
    }
  }

  /// Adds the gradient over all images to `gradient`.
  public func callAsFunction(
    input: Tensor, outputGradient: Tensor, gradient: Tensor, _ context: ComputeContext
  ) {
    switch algorithm {
    case .direct(let it): it(input: input, outputGradient: outputGradient, gradient: gradient, context)
    case .winograd(let it): it(input: input, outputGradient: outputGradient, gradient: gradient, context)
    }
  }
}
