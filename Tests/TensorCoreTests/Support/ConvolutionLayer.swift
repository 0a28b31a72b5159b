import TensorCore

/// The three operations of a convolution or transposed convolution, on arrays.
struct ConvolutionLayer {
  let shape: ConvolutionCase
  var method = ConvolutionMethod.direct
  let context: ComputeContext

  /// The output, by the gather engine.
  func output(_ x: [Float], weights: [Float], bias: [Float]? = nil) -> [Float] {
    let make = shape.inputIsDense ? GatherOperation.fromDense : GatherOperation.fromStrided
    let operation = make(shape.geometry, shape.inputChannels, shape.outputChannels, .rowsToColumns, method, nil)
    let y = Tensor(shape.output)
    operation.pack(Tensor(weights), context)
    operation(Tensor(shape.input, x), y, bias: bias.map { Tensor($0) }, context)
    return y.values
  }

  /// The gradient of the input: the gather engine the other way.
  func inputGradient(_ dy: [Float], weights: [Float]) -> [Float] {
    let make = shape.inputIsDense ? GatherOperation.fromStrided : GatherOperation.fromDense
    let operation = make(shape.geometry, shape.outputChannels, shape.inputChannels, .columnsToRows, method, nil)
    let dx = Tensor(shape.input)
    operation.pack(Tensor(weights), context)
    operation(Tensor(shape.output, dy), dx, context)
    return dx.values
  }

  /// The gradient of the weights, added to `start`.
  func weightGradient(_ x: [Float], _ dy: [Float], start: [Float]) -> [Float] {
    let operation = WeightGradientOperation(
      shape.geometry, inputIsDense: shape.inputIsDense, inputChannels: shape.inputChannels,
      outputChannels: shape.outputChannels, method: method)
    let gradient = Tensor(start)
    operation(
      input: Tensor(shape.input, x), outputGradient: Tensor(shape.output, dy), gradient: gradient, context)
    return gradient.values
  }
}
