import TensorCore

/// A convolution or transposed convolution with its batch, as a layer has it.
struct ConvolutionCase: CustomStringConvertible {
  var geometry: ConvolutionGeometry
  /// Whether it is a convolution; the input of a transposed convolution is the strided grid.
  var inputIsDense: Bool
  var inputChannels: Int
  var outputChannels: Int
  var images: Int

  /// A convolution, or `nil` if the kernel does not fit.
  static func convolution(
    height: Int, width: Int, kernelSize: Int, stride: Int, padding: Padding, channels: (input: Int, output: Int),
    images: Int
  ) -> ConvolutionCase? {
    let extents = [(height, padding.vertical), (width, padding.horizontal)].map {
      ConvolutionGeometry.convolvedExtent($0, kernelSize: kernelSize, stride: stride, padding: $1)
    }
    guard let outputHeight = extents[0], let outputWidth = extents[1] else { return nil }
    let geometry = ConvolutionGeometry(
      denseHeight: height, denseWidth: width, stridedHeight: outputHeight, stridedWidth: outputWidth,
      kernelSize: kernelSize, stride: stride, padding: padding)
    return ConvolutionCase(
      geometry: geometry, inputIsDense: true, inputChannels: channels.input, outputChannels: channels.output,
      images: images)
  }

  /// A transposed convolution, or `nil` if nothing is left of its output.
  static func transposed(
    height: Int, width: Int, kernelSize: Int, stride: Int, padding: Padding, outputPadding: Int,
    channels: (input: Int, output: Int), images: Int
  ) -> ConvolutionCase? {
    let extents = [(height, padding.vertical), (width, padding.horizontal)].map {
      ConvolutionGeometry.transposedExtent(
        $0, kernelSize: kernelSize, stride: stride, padding: $1, outputPadding: outputPadding)
    }
    guard let outputHeight = extents[0], let outputWidth = extents[1] else { return nil }
    let geometry = ConvolutionGeometry(
      denseHeight: outputHeight, denseWidth: outputWidth, stridedHeight: height, stridedWidth: width,
      kernelSize: kernelSize, stride: stride, padding: padding)
    return ConvolutionCase(
      geometry: geometry, inputIsDense: false, inputChannels: channels.input, outputChannels: channels.output,
      images: images)
  }

  private var dense: Shape {
    Shape(
      images: images, height: geometry.denseHeight, width: geometry.denseWidth,
      channels: inputIsDense ? inputChannels : outputChannels)
  }

  private var strided: Shape {
    Shape(
      images: images, height: geometry.stridedHeight, width: geometry.stridedWidth,
      channels: inputIsDense ? outputChannels : inputChannels)
  }

  var input: Shape { inputIsDense ? dense : strided }
  var output: Shape { inputIsDense ? strided : dense }

  /// Weights of the layer.
  var weightCount: Int { geometry.taps * inputChannels * outputChannels }

  /// Multiply-adds of the reference at most, to keep the slow loops short.
  var multiplyAdds: Int { strided.pixels * weightCount }

  var description: String {
    "\(inputIsDense ? "convolution" : "transposed convolution") \(input) -> \(output), "
      + "kernel \(geometry.kernelSize), stride \(geometry.stride), padding \(geometry.padding.summary)"
  }
}
