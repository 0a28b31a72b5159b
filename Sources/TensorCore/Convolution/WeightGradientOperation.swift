/// The gradient of a layer's weights, stored as `[tap][input channel][output channel]`, by the weight-gradient engine.
public struct WeightGradientOperation {
  private enum Algorithm {
    case direct(DirectWeightGradient)
    case winograd(WinogradWeightGradient)
    case polynomial(PolynomialWeightGradient)
    case patches(PatchWeightGradient)
  }

  private let algorithm: Algorithm

  /// Plans the gradient of a layer's weights. A convolution's input is the dense grid, a transposed convolution's the
  /// strided one.
  public init(
    _ geometry: ConvolutionGeometry, inputIsDense: Bool, inputChannels: Int, outputChannels: Int,
    method: ConvolutionMethod
  ) {
    let choice = ConvolutionAlgorithm(
      geometry, readsDense: inputIsDense, inputChannels: inputChannels, outputChannels: outputChannels, method: method,
      isWeightGradient: true)
    algorithm =
      switch choice {
      case .winograd(let tiling): .winograd(WinogradWeightGradient(tiling, inputIsDense: inputIsDense))
      case .polynomial(let grids): .polynomial(PolynomialWeightGradient(grids, inputIsDense: inputIsDense))
      case .patches(let grids): .patches(PatchWeightGradient(grids, inputIsDense: inputIsDense))
      case .direct:
        .direct(
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
    case .patches(let it): it(input: input, outputGradient: outputGradient, gradient: gradient, context)
    case .polynomial(let it): it(input: input, outputGradient: outputGradient, gradient: gradient, context)
    }
  }
}
