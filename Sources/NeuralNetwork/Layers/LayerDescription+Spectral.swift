extension LayerDescription {
  /// The layer with its weights divided by their largest singular value; the same layer if it has none that can be.
  public var spectrallyNormalized: LayerDescription {
    switch kind {
    case let it as Convolution: .spectralConvolution(it.convolution)
    case let it as Linear: .spectralLinear(outputs: it.outputs, bias: it.bias)
    default: self
    }
  }
}
