import KernelInterface

/// The parts of a normalisation that other operations do image by image.
extension NormalizationOperation {
  /// The tensors of a part: `y` is an output or its gradient.
  struct Operands: Sendable {
    var x: Tensor
    var y: Tensor
    var map: AffineActivation
    var kernels: KernelTable
  }

  /// The reduction that ``moments(of:areReduced:_:_:)`` begins with, for whoever writes `x` to do with each image; `nil`
  /// if its images are too small for that.
  public func momentsWork(_ x: Tensor, _ context: ComputeContext) -> ImageWork? {
    if RowChunks(x.shape).perImage == nil { return nil }
    momentsOperands = Operands(x: x, y: x, map: affineMap(slope: 1), kernels: context.kernels)
    return momentsOfImages
  }

  /// ``normalize(_:_:slope:_:)``, for whoever reads `y` to do with each image.
  public func outputWork(_ x: Tensor, _ y: Tensor, slope: Float, _ context: ComputeContext) -> ImageWork {
    precondition(x.shape == y.shape && x.shape.channels == channels)
    outputOperands = Operands(x: x, y: y, map: affineMap(slope: slope), kernels: context.kernels)
    return outputOfImages
  }

  /// The reduction that the gradient begins with, for whoever writes `dy` to do with each image; `nil` if the images are
  /// too small for that.
  public func gradientSumsWork(_ x: Tensor, _ dy: Tensor, slope: Float, _ context: ComputeContext) -> ImageWork? {
    precondition(x.shape == dy.shape && x.shape.channels == channels)
    if RowChunks(x.shape).perImage == nil { return nil }
    gradientOperands = Operands(x: x, y: dy, map: affineMap(slope: slope), kernels: context.kernels)
    return gradientSumsOfImages
  }

  func reduceMoments(of images: Range<Int>) {
    guard let operands = momentsOperands else { return }
    forEachChunk(of: images, operands) { reduceMoments($0, $1, of: operands.x, operands.kernels) }
  }

  func normalizeImages(_ images: Range<Int>) {
    guard let operands = outputOperands else { return }
    let rows = operands.x.shape.height * operands.x.shape.width
    operands.kernels.normalize(
      operands.x.channelRows, operands.y.channelRows, operands.map,
      RowRange(first: images.lowerBound * rows, count: images.count * rows))
  }

  func reduceGradient(of images: Range<Int>) {
    guard let operands = gradientOperands else { return }
    forEachChunk(of: images, operands) { reduceGradient($0, $1, operands) }
  }

  private func forEachChunk(
    of images: Range<Int>, _ operands: Operands, _ body: (_ chunk: Int, _ chunks: RowChunks) -> Void
  ) {
    let chunks = RowChunks(operands.x.shape)
    guard let perImage = chunks.perImage else { return }
    for chunk in images.lowerBound * perImage..<images.upperBound * perImage { body(chunk, chunks) }
  }
}
