import KernelInterface

/// Nearest-neighbour up-sampling: every pixel becomes `scale` x `scale` equal ones.
extension ComputeContext {
  /// Writes `output`, whose height and width are `scale` times those of `input`.
  public func upsample(_ input: Tensor, into output: Tensor, scale: Int) {
    let shape = Self.checked(input, output, scale)
    executor.forEach(shape.images * shape.height) { [kernels] index in
      let (image, row) = (index / shape.height, index % shape.height)
      kernels.upsample(
        UpsamplingOperands(
          small: input.pointer + image * shape.imageCount,
          large: output.pointer + image * shape.imageCount * scale * scale, row: row, width: shape.width,
          channels: shape.channels, scale: scale))
    }
  }

  /// Takes the gradient of the output back through ``upsample(_:into:scale:)``: each input pixel's is the sum over its
  /// equals.
  public func upsampleGradient(_ outputGradient: Tensor, into inputGradient: Tensor, scale: Int) {
    let shape = Self.checked(inputGradient, outputGradient, scale)
    executor.forEach(shape.images * shape.height) { [kernels] index in
      let (image, row) = (index / shape.height, index % shape.height)
      kernels.upsampleGradient(
        UpsamplingOperands(
          small: inputGradient.pointer + image * shape.imageCount,
          large: outputGradient.pointer + image * shape.imageCount * scale * scale, row: row, width: shape.width,
          channels: shape.channels, scale: scale))
    }
  }

  private static func checked(_ small: Tensor, _ large: Tensor, _ scale: Int) -> Shape {
    var expected = small.shape
    expected.height *= scale
    expected.width *= scale
    precondition(scale > 0 && large.shape == expected, "up-sampling multiplies both extents by the scale")
    return small.shape
  }
}
