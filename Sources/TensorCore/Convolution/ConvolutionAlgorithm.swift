/// What a convolution or a transposed one is computed by, and its gradients: the one place where that is chosen.
enum ConvolutionAlgorithm {
  /// As the sums that define them.
  case direct
  /// By Winograd's minimal filtering.
  case winograd(WinogradTiling)
  /// By products of polynomials.
  case polynomial(PolynomialGrids)
  /// By patches of pictures.
  case patches(PictureGrids)

  /// Chooses for an operation that reads the dense grid, as a convolution does, or the strided one; or for the gradient of
  /// such a layer's weights.
  init(
    _ geometry: ConvolutionGeometry, readsDense: Bool, inputChannels: Int, outputChannels: Int,
    method: ConvolutionMethod, isWeightGradient: Bool = false
  ) {
    let (strided, dense) = readsDense ? (outputChannels, inputChannels) : (inputChannels, outputChannels)
    if method == .direct {
      self = .direct
    } else if method == .winograd || geometry.stride > 1,
      let tiling = WinogradTiling(geometry, stridedChannels: strided, denseChannels: dense, method: method)
    {
      self = .winograd(tiling)
    } else if let grids = PolynomialGrids(geometry, stridedChannels: strided, denseChannels: dense) {
      self = .polynomial(grids)
    } else if method == .winograd,
      let grids = isWeightGradient
        ? PictureGrids(weightsOf: geometry, stridedChannels: strided, denseChannels: dense)
        : PictureGrids(geometry, stridedChannels: strided, denseChannels: dense)
    {
      self = .patches(grids)
    } else {
      self = .direct
    }
  }
}
