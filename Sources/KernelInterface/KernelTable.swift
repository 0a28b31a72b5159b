/// The kernels of one instruction set, as functions to call.
///
/// A class, so that a kernel module holds no code that copies or destroys one: the linker would share it between
/// instruction sets.
package final class KernelTable: Sendable {
  package typealias Floats = UnsafePointer<Float>
  package typealias MutableFloats = UnsafeMutablePointer<Float>

  package typealias Gather = @Sendable (GatherOperands, GatherRegion, GatherShare) -> Void
  package typealias Pack = @Sendable (PackingOperands) -> Void
  package typealias WeightGradient = @Sendable (WeightGradientOperands, WeightGradientShare) -> Void
  package typealias AddPatches = @Sendable (PatchOperands) -> Void
  package typealias WinogradTransform = @Sendable (WinogradOperands) -> Void
  package typealias WinogradOutputs = @Sendable (WinogradOperands, _ bias: Floats?) -> Void
  package typealias WinogradWeights = @Sendable (WinogradWeightOperands) -> Void
  package typealias WinogradTapGradients = @Sendable (WinogradTapGradientOperands) -> Void
  package typealias PolynomialTransform = @Sendable (PolynomialOperands) -> Void
  package typealias PolynomialOutputs = @Sendable (PolynomialOperands, _ bias: Floats?) -> Void
  package typealias PolynomialWeights = @Sendable (PolynomialWeightOperands) -> Void
  package typealias PolynomialTapGradients = @Sendable (PolynomialTapGradientOperands) -> Void
  package typealias ChannelMoments =
    @Sendable (ChannelRows, RowRange, _ means: MutableFloats, _ squares: MutableFloats) -> Void
  package typealias ChannelSums = @Sendable (ChannelRows, RowRange, _ sums: MutableFloats) -> Void
  package typealias Normalize = @Sendable (_ x: ChannelRows, _ y: ChannelRows, AffineActivation, RowRange) -> Void
  package typealias SumNormalizationGradient =
    @Sendable (_ x: ChannelRows, _ dy: ChannelRows, AffineActivation, RowRange, NormalizationSums) -> Void
  package typealias NormalizationInputGradient =
    @Sendable (_ x: ChannelRows, _ dy: ChannelRows, AffineActivation, RowRange, NormalizationGradient) -> Void
  package typealias Leaky = @Sendable (MutableFloats, _ count: Int, _ slope: Float) -> Void
  package typealias LeakyGradient = @Sendable (_ dy: MutableFloats, _ y: Floats, _ count: Int, _ slope: Float) -> Void
  package typealias Tanh = @Sendable (MutableFloats, _ count: Int) -> Void
  package typealias TanhGradient = @Sendable (_ dy: MutableFloats, _ y: Floats, _ count: Int) -> Void
  package typealias AddScaled = @Sendable (_ x: Floats, _ factor: Float, _ y: MutableFloats, _ count: Int) -> Void
  package typealias WeightedSquares = @Sendable (WeightedSquaresOperands) -> Float
  package typealias Fill = @Sendable (MutableFloats, _ count: Int, _ value: Float) -> Void
  package typealias Clear = @Sendable (MutableFloats, _ count: Int) -> Void
  package typealias PixelsFromBytes = @Sendable (UnsafePointer<UInt8>, MutableFloats, _ count: Int) -> Void
  package typealias Upsample = @Sendable (UpsamplingOperands) -> Void
  package typealias BinaryCrossEntropy = @Sendable (BinaryCrossEntropyOperands) -> Void
  package typealias PackFloatRows = @Sendable (RowPackingOperands<Float>) -> Void
  package typealias PackByteRows = @Sendable (RowPackingOperands<UInt8>) -> Void
  package typealias RowProducts = @Sendable (RowProductOperands) -> Void
  package typealias AdamStep = @Sendable (AdamOperands, AdamCoefficients) -> Bool
  package typealias Peak = @Sendable (_ iterations: Int) -> Float

  /// The size of the kernels' tile.
  package let tile: TileSize
  package let gather: Gather
  package let gatherNarrow: Gather
  package let packBlocks: Pack
  package let packNarrow: Pack
  package let weightGradient: WeightGradient
  /// Writes where ``weightGradient`` adds.
  package let newWeightGradient: WeightGradient
  package let addPatches: AddPatches
  package let winogradInputs: WinogradTransform
  package let winogradOutputGradients: WinogradTransform
  package let winogradOutputs: WinogradOutputs
  package let winogradWeights: WinogradWeights
  package let winogradTapGradients: WinogradTapGradients
  package let polynomialValues: PolynomialTransform
  package let polynomialValueGradients: PolynomialOutputs
  package let polynomialCoefficients: PolynomialOutputs
  package let polynomialCoefficientGradients: PolynomialTransform
  package let polynomialWeights: PolynomialWeights
  package let polynomialTapGradients: PolynomialTapGradients
  package let channelMoments: ChannelMoments
  package let normalize: Normalize
  package let normalizationSums: SumNormalizationGradient
  package let normalizationGradient: NormalizationInputGradient
  package let channelSums: ChannelSums
  package let leaky: Leaky
  package let leakyGradient: LeakyGradient
  package let tanh: Tanh
  package let tanhGradient: TanhGradient
  package let addScaled: AddScaled
  package let weightedSquares: WeightedSquares
  package let fill: Fill
  package let clear: Clear
  package let pixelsFromBytes: PixelsFromBytes
  package let upsample: Upsample
  package let upsampleGradient: Upsample
  package let binaryCrossEntropy: BinaryCrossEntropy
  package let packFloatRows: PackFloatRows
  package let packByteRows: PackByteRows
  package let rowProducts: RowProducts
  package let adam: AdamStep
  package let peak: Peak

  /// Multiply-adds of one iteration of ``peak``.
  package var peakMultiplyAddsPerIteration: Int { tile.rows * tile.vectors * simdLanes }

  /// Lists the kernels. It ends the program if their tile does not fit their arrays, before one of them runs.
  package init(
    tile: TileSize, gather: @escaping Gather, gatherNarrow: @escaping Gather, packBlocks: @escaping Pack,
    packNarrow: @escaping Pack, weightGradient: @escaping WeightGradient,
    newWeightGradient: @escaping WeightGradient, addPatches: @escaping AddPatches,
    winogradInputs: @escaping WinogradTransform,
    winogradOutputGradients: @escaping WinogradTransform, winogradOutputs: @escaping WinogradOutputs,
    winogradWeights: @escaping WinogradWeights, winogradTapGradients: @escaping WinogradTapGradients,
    polynomialValues: @escaping PolynomialTransform, polynomialValueGradients: @escaping PolynomialOutputs,
    polynomialCoefficients: @escaping PolynomialOutputs, polynomialCoefficientGradients: @escaping PolynomialTransform,
    polynomialWeights: @escaping PolynomialWeights, polynomialTapGradients: @escaping PolynomialTapGradients,
    channelMoments: @escaping ChannelMoments, normalize: @escaping Normalize,
    normalizationSums: @escaping SumNormalizationGradient, normalizationGradient: @escaping NormalizationInputGradient,
    channelSums: @escaping ChannelSums, leaky: @escaping Leaky, leakyGradient: @escaping LeakyGradient,
    tanh: @escaping Tanh, tanhGradient: @escaping TanhGradient, addScaled: @escaping AddScaled,
    weightedSquares: @escaping WeightedSquares, fill: @escaping Fill, clear: @escaping Clear,
    pixelsFromBytes: @escaping PixelsFromBytes,
    upsample: @escaping Upsample, upsampleGradient: @escaping Upsample,
    binaryCrossEntropy: @escaping BinaryCrossEntropy, packFloatRows: @escaping PackFloatRows,
    packByteRows: @escaping PackByteRows, rowProducts: @escaping RowProducts, adam: @escaping AdamStep,
    peak: @escaping Peak
  ) {
    if let fault = tile.fault { fatalError(fault) }
    self.tile = tile
    self.gather = gather
    self.gatherNarrow = gatherNarrow
    self.packBlocks = packBlocks
    self.packNarrow = packNarrow
    self.weightGradient = weightGradient
    self.newWeightGradient = newWeightGradient
    self.addPatches = addPatches
    self.winogradInputs = winogradInputs
    self.winogradOutputGradients = winogradOutputGradients
    self.winogradOutputs = winogradOutputs
    self.winogradWeights = winogradWeights
    self.winogradTapGradients = winogradTapGradients
    self.polynomialValues = polynomialValues
    self.polynomialValueGradients = polynomialValueGradients
    self.polynomialCoefficients = polynomialCoefficients
    self.polynomialCoefficientGradients = polynomialCoefficientGradients
    self.polynomialWeights = polynomialWeights
    self.polynomialTapGradients = polynomialTapGradients
    self.channelMoments = channelMoments
    self.normalize = normalize
    self.normalizationSums = normalizationSums
    self.normalizationGradient = normalizationGradient
    self.channelSums = channelSums
    self.leaky = leaky
    self.leakyGradient = leakyGradient
    self.tanh = tanh
    self.tanhGradient = tanhGradient
    self.addScaled = addScaled
    self.weightedSquares = weightedSquares
    self.fill = fill
    self.clear = clear
    self.pixelsFromBytes = pixelsFromBytes
    self.upsample = upsample
    self.upsampleGradient = upsampleGradient
    self.binaryCrossEntropy = binaryCrossEntropy
    self.packFloatRows = packFloatRows
    self.packByteRows = packByteRows
    self.rowProducts = rowProducts
    self.adam = adam
    self.peak = peak
  }
}
