/// A convolution, transposed convolution or linear map from one tensor to another by the gather engine, with its packed
/// copy of the weights.
public final class GatherOperation {
  /// Which channels of the weights, stored as `[tap][rows][columns]`, the operation reads from.
  public enum Direction: Sendable {
    /// It reads the rows' channels and writes the columns': a layer's forward pass.
    case rowsToColumns
    /// It reads the columns' channels and writes the rows': the gradient with respect to a layer's input.
    case columnsToRows
  }

  private enum Algorithm {
    case direct(DirectGather)
    case winograd(WinogradGather)
    case polynomial(PolynomialGather)
    case patches(PatchGather)
  }

  private let algorithm: Algorithm
  /// The weights, if they are not copied.
  private var source: Tensor?

  private init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
  }

  /// Plans a convolution's way, from the dense grid to the strided one. It packs its weights into memory of its own
  /// unless one to share is given.
  public static func fromDense(
    _ geometry: ConvolutionGeometry, inputChannels: Int, outputChannels: Int, direction: Direction,
    method: ConvolutionMethod, sharing weights: PackedWeights? = nil
  ) -> GatherOperation {
    plan(
      geometry, readsDense: true, inputChannels: inputChannels, outputChannels: outputChannels, direction: direction,
      method: method, weights)
  }

  /// Plans a transposed convolution's way, from the strided grid to the dense one, likewise.
  public static func fromStrided(
    _ geometry: ConvolutionGeometry, inputChannels: Int, outputChannels: Int, direction: Direction,
    method: ConvolutionMethod, sharing weights: PackedWeights? = nil
  ) -> GatherOperation {
    plan(
      geometry, readsDense: false, inputChannels: inputChannels, outputChannels: outputChannels, direction: direction,
      method: method, weights)
  }

  private static func plan(
    _ geometry: ConvolutionGeometry, readsDense: Bool, inputChannels: Int, outputChannels: Int, direction: Direction,
    method: ConvolutionMethod, _ weights: PackedWeights?
  ) -> GatherOperation {
    let algorithm = ConvolutionAlgorithm(
      geometry, readsDense: readsDense, inputChannels: inputChannels, outputChannels: outputChannels, method: method)
    let memory = memory(
      geometry, fromDense: readsDense, inputChannels: inputChannels, outputChannels: outputChannels,
      direction: direction, method: method)
    let weights = weights ?? PackedWeights([memory])
    precondition(weights.storage.count >= memory.kept, "the weights fit their memory")
    switch algorithm {
    case .winograd(let tiling):
      return GatherOperation(.winograd(WinogradGather(tiling, readsDense: readsDense, direction, weights)))
    case .polynomial(let grids):
      return GatherOperation(.polynomial(PolynomialGather(grids, readsDense: readsDense, direction, weights)))
    case .patches(let grids) where !readsDense: return GatherOperation(.patches(PatchGather(grids, direction, weights)))
    case .direct, .patches:
      let make = readsDense ? GatherPlan.fromDense : GatherPlan.fromStrided
      let readsMatrix = DirectGather.readsMatrix(geometry, outputChannels: outputChannels, direction)
      return GatherOperation(
        .direct(
          DirectGather(make(geometry, inputChannels, outputChannels), direction, weights, readsMatrix: readsMatrix)))
    }
  }

  /// Whether ``pack(_:_:)`` copies the weights. If not, it keeps a hold of them, and they are read when they are used.
  public var copiesWeights: Bool {
    if case .direct(let it) = algorithm { !it.readsMatrix } else { true }
  }

  /// Copies the weights, stored as `[tap][rows][columns]`, into the order of the kernels. To be called after every
  /// change of the weights, and after another operation has packed into the same memory.
  public func pack(_ weights: Tensor, _ context: ComputeContext) {
    switch algorithm {
    case .direct(let it):
      if it.readsMatrix { source = weights } else { it.pack(weights, context) }
    case .winograd(let it): it.pack(weights, context)
    case .polynomial(let it): it.pack(weights, context)
    case .patches(let it): it.pack(weights, context)
    }
  }

  /// Writes the output of every image, with `bias`, a value for each output channel, added if there is one.
  ///
  /// - Parameters:
  ///   - input: what is read.
  ///   - output: what is written.
  ///   - bias: the bias.
  ///   - before: what is to be done to images before they are read, if anything.
  ///   - after: what is to be done with images once they are written.
  ///   - context: where to compute.
  public func callAsFunction(
    _ input: Tensor, _ output: Tensor, bias: Tensor? = nil, before: ImageWork? = nil, after: ImageWork? = nil,
    _ context: ComputeContext
  ) {
    switch algorithm {
    case .direct(let it): it(input, output, matrix: source, bias: bias, before: before, after: after, context)
    case .winograd(let it): it(input, output, bias: bias, before: before, after: after, context)
    case .polynomial(let it): it(input, output, bias: bias, before: before, after: after, context)
    case .patches(let it): it(input, output, bias: bias, before: before, after: after, context)
    }
  }
}
