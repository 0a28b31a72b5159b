extension LayerDescription {
  /// Whether the layer multiplies what is not positive by a slope.
  public var isRectifier: Bool { kind is any Rectifier }

  /// The layer with so many outputs more; `nil` for a kind whose number of outputs is not its own to say.
  public func widened(by outputs: Int) -> LayerDescription? {
    func widened(_ convolution: ConvolutionDescription) -> ConvolutionDescription {
      var convolution = convolution
      convolution.channels += outputs
      return convolution
    }
    return switch kind {
    case let it as Linear: .linear(outputs: it.outputs + outputs, bias: it.bias)
    case let it as SpectralLinear: .spectralLinear(outputs: it.outputs + outputs, bias: it.bias)
    case let it as Convolution: .convolution(widened(it.convolution))
    case let it as SpectralConvolution: .spectralConvolution(widened(it.convolution))
    default: nil
    }
  }
}
