import KernelInterface

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#else
  import KernelsNEON
#endif

/// The kernels of one instruction set, as functions to call.
package struct KernelTable: Sendable {
  package typealias Floats = UnsafePointer<Float>
  package typealias MutableFloats = UnsafeMutablePointer<Float>
  package typealias Doubles = UnsafePointer<Double>
  package typealias MutableDoubles = UnsafeMutablePointer<Double>
  package typealias Gather = @Sendable (GatherOperands, GatherRegion, Int, Int, Int, Int) -> Void
  package typealias GatherNarrow = @Sendable (GatherOperands, GatherRegion, Int, Int) -> Void
  package typealias Pack = @Sendable (Floats, Int, Int, Int, Int, MutableFloats, Int, Int) -> Void
  package typealias WeightGradient =
    @Sendable (WeightGradientOperands, UnsafePointer<WeightGradientTap>, Int, Int, Int, Int, Int) -> Void
  package typealias WinogradTransform = @Sendable (WinogradOperands, Int, Int) -> Void
  package typealias WinogradOutputs = @Sendable (WinogradOperands, Floats?, Int, Int) -> Void
  package typealias WinogradWeights =
    @Sendable (Floats, InlineArray<4, Int>, Int, Int, Int, Int, MutableFloats, Int, Int, Int) -> Void
  package typealias WinogradTapGradients =
    @Sendable (Floats, Int, Int, Int, Int, MutableFloats, InlineArray<4, Int>, Int) -> Void
  package typealias ChannelMoments = @Sendable (ChannelRows, Int, Int, MutableFloats, MutableFloats) -> Void
  package typealias Normalize = @Sendable (ChannelRows, ChannelRows, AffineActivation, Int, Int) -> Void
  package typealias NormalizationSums =
    @Sendable (ChannelRows, ChannelRows, AffineActivation, Floats, Int, Int, MutableFloats, MutableFloats) -> Void
  package typealias NormalizationInputGradient =
    @Sendable (ChannelRows, ChannelRows, AffineActivation, NormalizationGradient, Int, Int) -> Void
  package typealias ColumnSums = @Sendable (ChannelRows, Int, Int, MutableFloats) -> Void
  package typealias Upsample = @Sendable (Floats, MutableFloats, Int, Int, Int, Int) -> Void
  package typealias BinaryCrossEntropy =
    @Sendable (Floats, Int, Float, Float, MutableFloats, MutableFloats, MutableFloats) -> Void
  package typealias PackFloatRows = @Sendable (Floats, Int, Int, MutableDoubles, MutableDoubles) -> Void
  package typealias PackByteRows =
    @Sendable (UnsafePointer<UInt8>, Int, Int, MutableDoubles, MutableDoubles) -> Void
  package typealias RowProducts = @Sendable (Doubles, Int, Doubles, Int, Int, MutableDoubles, Int) -> Void
  package typealias AdamStep =
    @Sendable (MutableFloats, Floats, MutableFloats, MutableFloats, Int, AdamCoefficients) -> Bool

  package let gather: Gather
  package let gatherNarrow: GatherNarrow
  package let packBlocks: Pack
  package let packNarrow: Pack
  package let weightGradient: WeightGradient
  package let winogradInputs: WinogradTransform
  package let winogradOutputGradients: WinogradTransform
  package let winogradOutputs: WinogradOutputs
  package let winogradWeights: WinogradWeights
  package let winogradTapGradients: WinogradTapGradients
  package let channelMoments: ChannelMoments
  package let normalize: Normalize
  package let normalizationSums: NormalizationSums
  package let normalizationGradient: NormalizationInputGradient
  package let channelSums: ColumnSums
  package let leaky: @Sendable (MutableFloats, Int, Float) -> Void
  package let leakyGradient: @Sendable (MutableFloats, Floats, Int, Float) -> Void
  package let tanh: @Sendable (MutableFloats, Int) -> Void
  package let tanhGradient: @Sendable (MutableFloats, Floats, Int) -> Void
  package let addScaled: @Sendable (Floats, Float, MutableFloats, Int) -> Void
  package let weightedSquares: @Sendable (Floats, Floats, Floats, Int, MutableFloats) -> Float
  package let fill: @Sendable (MutableFloats, Int, Float) -> Void
  package let pixelsFromBytes: @Sendable (UnsafePointer<UInt8>, MutableFloats, Int) -> Void
  package let upsample: Upsample
  package let upsampleGradient: Upsample
  package let binaryCrossEntropy: BinaryCrossEntropy
  package let packFloatRows: PackFloatRows
  package let packByteRows: PackByteRows
  package let rowProducts: RowProducts
  package let adam: AdamStep
  package let peak: @Sendable (Int) -> Float
  package let peakMultiplyAddsPerIteration: @Sendable () -> Int
}

extension KernelTable {
  /// The kernels compiled for an instruction set that this processor supports.
  package init(_ instructionSet: InstructionSet) {
    #if arch(x86_64)
      self = instructionSet == .avx512 ? .avx512 : .avx2
    #else
      self = .neon
    #endif
  }

  #if arch(x86_64)
    fileprivate static let avx512 = KernelTable(
      gather: KernelsAVX512.gather,
      gatherNarrow: KernelsAVX512.gatherNarrow,
      packBlocks: KernelsAVX512.packBlocks,
      packNarrow: KernelsAVX512.packNarrow,
      weightGradient: KernelsAVX512.weightGradient,
      winogradInputs: KernelsAVX512.winogradInputs,
      winogradOutputGradients: KernelsAVX512.winogradOutputGradients,
      winogradOutputs: KernelsAVX512.winogradOutputs,
      winogradWeights: KernelsAVX512.winogradWeights,
      winogradTapGradients: KernelsAVX512.winogradTapGradients,
      channelMoments: KernelsAVX512.channelMoments,
      normalize: KernelsAVX512.normalize,
      normalizationSums: KernelsAVX512.normalizationSums,
      normalizationGradient: KernelsAVX512.normalizationGradient,
      channelSums: KernelsAVX512.channelSums,
      leaky: KernelsAVX512.leaky,
      leakyGradient: KernelsAVX512.leakyGradient,
      tanh: KernelsAVX512.tanh,
      tanhGradient: KernelsAVX512.tanhGradient,
      addScaled: KernelsAVX512.addScaled,
      weightedSquares: KernelsAVX512.weightedSquares,
      fill: KernelsAVX512.fill,
      pixelsFromBytes: KernelsAVX512.pixelsFromBytes,
      upsample: KernelsAVX512.upsample,
      upsampleGradient: KernelsAVX512.upsampleGradient,
      binaryCrossEntropy: KernelsAVX512.binaryCrossEntropy,
      packFloatRows: KernelsAVX512.packFloatRows,
      packByteRows: KernelsAVX512.packByteRows,
      rowProducts: KernelsAVX512.rowProducts,
      adam: KernelsAVX512.adam,
      peak: KernelsAVX512.peak,
      peakMultiplyAddsPerIteration: KernelsAVX512.peakMultiplyAddsPerIteration)

    fileprivate static let avx2 = KernelTable(
      gather: KernelsAVX2.gather,
      gatherNarrow: KernelsAVX2.gatherNarrow,
      packBlocks: KernelsAVX2.packBlocks,
      packNarrow: KernelsAVX2.packNarrow,
      weightGradient: KernelsAVX2.weightGradient,
      winogradInputs: KernelsAVX2.winogradInputs,
      winogradOutputGradients: KernelsAVX2.winogradOutputGradients,
      winogradOutputs: KernelsAVX2.winogradOutputs,
      winogradWeights: KernelsAVX2.winogradWeights,
      winogradTapGradients: KernelsAVX2.winogradTapGradients,
      channelMoments: KernelsAVX2.channelMoments,
      normalize: KernelsAVX2.normalize,
      normalizationSums: KernelsAVX2.normalizationSums,
      normalizationGradient: KernelsAVX2.normalizationGradient,
      channelSums: KernelsAVX2.channelSums,
      leaky: KernelsAVX2.leaky,
      leakyGradient: KernelsAVX2.leakyGradient,
      tanh: KernelsAVX2.tanh,
      tanhGradient: KernelsAVX2.tanhGradient,
      addScaled: KernelsAVX2.addScaled,
      weightedSquares: KernelsAVX2.weightedSquares,
      fill: KernelsAVX2.fill,
      pixelsFromBytes: KernelsAVX2.pixelsFromBytes,
      upsample: KernelsAVX2.upsample,
      upsampleGradient: KernelsAVX2.upsampleGradient,
      binaryCrossEntropy: KernelsAVX2.binaryCrossEntropy,
      packFloatRows: KernelsAVX2.packFloatRows,
      packByteRows: KernelsAVX2.packByteRows,
      rowProducts: KernelsAVX2.rowProducts,
      adam: KernelsAVX2.adam,
      peak: KernelsAVX2.peak,
      peakMultiplyAddsPerIteration: KernelsAVX2.peakMultiplyAddsPerIteration)
  #else
    fileprivate static let neon = KernelTable(
      gather: KernelsNEON.gather,
      gatherNarrow: KernelsNEON.gatherNarrow,
      packBlocks: KernelsNEON.packBlocks,
      packNarrow: KernelsNEON.packNarrow,
      weightGradient: KernelsNEON.weightGradient,
      winogradInputs: KernelsNEON.winogradInputs,
      winogradOutputGradients: KernelsNEON.winogradOutputGradients,
      winogradOutputs: KernelsNEON.winogradOutputs,
      winogradWeights: KernelsNEON.winogradWeights,
      winogradTapGradients: KernelsNEON.winogradTapGradients,
      channelMoments: KernelsNEON.channelMoments,
      normalize: KernelsNEON.normalize,
      normalizationSums: KernelsNEON.normalizationSums,
      normalizationGradient: KernelsNEON.normalizationGradient,
      channelSums: KernelsNEON.channelSums,
      leaky: KernelsNEON.leaky,
      leakyGradient: KernelsNEON.leakyGradient,
      tanh: KernelsNEON.tanh,
      tanhGradient: KernelsNEON.tanhGradient,
      addScaled: KernelsNEON.addScaled,
      weightedSquares: KernelsNEON.weightedSquares,
      fill: KernelsNEON.fill,
      pixelsFromBytes: KernelsNEON.pixelsFromBytes,
      upsample: KernelsNEON.upsample,
      upsampleGradient: KernelsNEON.upsampleGradient,
      binaryCrossEntropy: KernelsNEON.binaryCrossEntropy,
      packFloatRows: KernelsNEON.packFloatRows,
      packByteRows: KernelsNEON.packByteRows,
      rowProducts: KernelsNEON.rowProducts,
      adam: KernelsNEON.adam,
      peak: KernelsNEON.peak,
      peakMultiplyAddsPerIteration: KernelsNEON.peakMultiplyAddsPerIteration)
  #endif
}
