import TensorCore

/// Convolution and transposed convolution by their definition, in double precision: slow, plain, and what the engines
/// are compared with. Tensors are NHWC, weights `[tap][input channel][output channel]`.
enum ReferenceConvolution {
  /// Calls `body` with every input and output pixel that meet, numbered through all images, and the tap at which they
  /// do: strided pixel `s` meets dense pixel `s * stride - padding + k` at tap `k`.
  private static func forEachMeeting(
    _ layer: ConvolutionCase, _ body: (_ inputPixel: Int, _ outputPixel: Int, _ tap: Int) -> Void
  ) {
    let geometry = layer.geometry
    for image in 0..<layer.images {
      for row in 0..<geometry.stridedHeight {
        for column in 0..<geometry.stridedWidth {
          for tapRow in 0..<geometry.kernelSize {
            for tapColumn in 0..<geometry.kernelSize {
              let denseRow = row * geometry.stride - geometry.padding.top + tapRow
              let denseColumn = column * geometry.stride - geometry.padding.left + tapColumn
              guard denseRow >= 0, denseRow < geometry.denseHeight else { continue }
              guard denseColumn >= 0, denseColumn < geometry.denseWidth else { continue }
              let strided = (image * geometry.stridedHeight + row) * geometry.stridedWidth + column
              let dense = (image * geometry.denseHeight + denseRow) * geometry.denseWidth + denseColumn
              let tap = tapRow * geometry.kernelSize + tapColumn
              if layer.inputIsDense { body(dense, strided, tap) } else { body(strided, dense, tap) }
            }
          }
        }
      }
    }
  }

  /// The layer's output.
  static func output(_ layer: ConvolutionCase, _ x: [Double], weights: [Double], bias: [Double]) -> [Double] {
    let (inputs, outputs) = (layer.inputChannels, layer.outputChannels)
    var y: [Double] = []
    for _ in 0..<layer.output.pixels { y += bias }
    forEachMeeting(layer) { inputPixel, outputPixel, tap in
      for input in 0..<inputs {
        let value = x[inputPixel * inputs + input]
        let row = (tap * inputs + input) * outputs
        for output in 0..<outputs { y[outputPixel * outputs + output] += value * weights[row + output] }
      }
    }
    return y
  }

  /// The gradient of the layer's input.
  static func inputGradient(_ layer: ConvolutionCase, _ dy: [Double], weights: [Double]) -> [Double] {
    let (inputs, outputs) = (layer.inputChannels, layer.outputChannels)
    var dx = [Double](repeating: 0, count: layer.input.count)
    forEachMeeting(layer) { inputPixel, outputPixel, tap in
      for input in 0..<inputs {
        let row = (tap * inputs + input) * outputs
        var sum = 0.0
        for output in 0..<outputs { sum += dy[outputPixel * outputs + output] * weights[row + output] }
        dx[inputPixel * inputs + input] += sum
      }
    }
    return dx
  }

  /// The gradient of the layer's weights, added to `start`.
  static func weightGradient(_ layer: ConvolutionCase, _ x: [Double], _ dy: [Double], start: [Double]) -> [Double] {
    let (inputs, outputs) = (layer.inputChannels, layer.outputChannels)
    var gradient = start
    forEachMeeting(layer) { inputPixel, outputPixel, tap in
      for input in 0..<inputs {
        let value = x[inputPixel * inputs + input]
        let row = (tap * inputs + input) * outputs
        for output in 0..<outputs { gradient[row + output] += value * dy[outputPixel * outputs + output] }
      }
    }
    return gradient
  }
}
