import KernelInterface

/// The kernels of this module, compiled for its instruction set.
package func makeKernelTable() -> KernelTable {
  var constantVectors = 0
  Tile.withConstantWidth(Tile.vectors) { constantVectors = $0 }
  return KernelTable(
    tile: TileSize(rows: Tile.rows, vectors: Tile.vectors, constantVectors: constantVectors), gather: gather,
    gatherNarrow: gatherNarrow, packBlocks: packBlocks, packNarrow: packNarrow, weightGradient: weightGradient,
    newWeightGradient: newWeightGradient,
    addPatches: addPatches, winogradInputs: winogradInputs, winogradOutputGradients: winogradOutputGradients,
    winogradOutputs: winogradOutputs,
    winogradWeights: winogradWeights, winogradTapGradients: winogradTapGradients, polynomialValues: polynomialValues,
    polynomialValueGradients: polynomialValueGradients, polynomialCoefficients: polynomialCoefficients,
    polynomialCoefficientGradients: polynomialCoefficientGradients, polynomialWeights: polynomialWeights,
    polynomialTapGradients: polynomialTapGradients, channelMoments: channelMoments,
    normalize: normalize, normalizationSums: normalizationSums, normalizationGradient: normalizationGradient,
    channelSums: channelSums, leaky: leaky, leakyGradient: leakyGradient, tanh: tanh, tanhGradient: tanhGradient,
    addScaled: addScaled, weightedSquares: weightedSquares, fill: fill, clear: clear, pixelsFromBytes: pixelsFromBytes,
    upsample: upsample, upsampleGradient: upsampleGradient, binaryCrossEntropy: binaryCrossEntropy,
    packFloatRows: packFloatRows, packByteRows: packByteRows, rowProducts: rowProducts, adam: adam,
    peak: peak)
}
