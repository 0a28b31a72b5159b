import NeuralNetwork

/// Layers by PyTorch's definitions, in double precision, with its orders of images and weights: slow, plain, and
/// written another way than the engines.
enum ReferenceLayers {
  /// `y = x W^T + b` of flattened images; weights count output, input.
  static func linear(_ x: ReferenceImages, outputs: Int, weight: [Double], bias: [Double]?) -> ReferenceImages {
    let inputs = x.channels * x.height * x.width
    var y = ReferenceImages(images: x.images, channels: outputs, height: 1, width: 1)
    y.forEachPlace { image, output, _, _ in
      var sum = bias?[output] ?? 0
      for input in 0..<inputs { sum += x.values[image * inputs + input] * weight[output * inputs + input] }
      y[image, output, 0, 0] = sum
    }
    return y
  }

  /// A convolution; weights count output, input, row, column.
  static func convolution(
    _ x: ReferenceImages, _ it: ConvolutionDescription, weight: [Double], bias: [Double]?
  ) -> ReferenceImages {
    let size = it.kernelSize
    var y = ReferenceImages(
      images: x.images, channels: it.channels,
      height: (x.height + it.padding.top + it.padding.bottom - size) / it.stride + 1,
      width: (x.width + it.padding.left + it.padding.right - size) / it.stride + 1)
    y.forEachPlace { image, output, row, column in
      var sum = bias?[output] ?? 0
      for input in 0..<x.channels {
        for tapRow in 0..<size {
          for tapColumn in 0..<size {
            let inputRow = row * it.stride + tapRow - it.padding.top
            let inputColumn = column * it.stride + tapColumn - it.padding.left
            guard (0..<x.height).contains(inputRow), (0..<x.width).contains(inputColumn) else { continue }
            sum +=
              x[image, input, inputRow, inputColumn]
              * weight[((output * x.channels + input) * size + tapRow) * size + tapColumn]
          }
        }
      }
      y[image, output, row, column] = sum
    }
    return y
  }

  /// A transposed convolution as a convolution of stride 1: the images are stretched with `stride - 1` zeros between
  /// pixels and padded with `kernel - 1 - padding` zeros, and the kernel is turned by half a turn (Dumoulin & Visin,
  /// 2016, relationship 13). The output padding is added below and to the right. Weights count input, output, row,
  /// column.
  static func transposedConvolution(
    _ x: ReferenceImages, _ it: ConvolutionDescription, outputPadding: Int, weight: [Double], bias: [Double]?
  ) -> ReferenceImages {
    let size = it.kernelSize
    func stretched(_ extent: Int, _ padding: Int) -> Int {
      (extent - 1) * it.stride + 1 + 2 * (size - 1) - padding + outputPadding
    }
    var wide = ReferenceImages(
      images: x.images, channels: x.channels, height: stretched(x.height, it.padding.top + it.padding.bottom),
      width: stretched(x.width, it.padding.left + it.padding.right))
    let (top, left) = (size - 1 - it.padding.top, size - 1 - it.padding.left)
    x.forEachPlace { image, channel, row, column in
      wide[image, channel, top + row * it.stride, left + column * it.stride] = x[image, channel, row, column]
    }
    var turned = weight
    for input in 0..<x.channels {
      for output in 0..<it.channels {
        for tap in 0..<size * size {
          turned[(output * x.channels + input) * size * size + tap] =
            weight[(input * it.channels + output) * size * size + size * size - 1 - tap]
        }
      }
    }
    let plain = ConvolutionDescription(channels: it.channels, kernelSize: size, bias: it.bias)
    return convolution(wide, plain, weight: turned, bias: bias)
  }

  /// Nearest-neighbour up-sampling: a pixel is that of the input at its place divided by the scale.
  static func upsampling(_ x: ReferenceImages, scale: Int) -> ReferenceImages {
    var y = ReferenceImages(images: x.images, channels: x.channels, height: x.height * scale, width: x.width * scale)
    y.forEachPlace { y[$0, $1, $2, $3] = x[$0, $1, $2 / scale, $3 / scale] }
    return y
  }

  /// Mean and biased variance of every channel.
  static func moments(_ x: ReferenceImages) -> (mean: [Double], variance: [Double]) {
    let count = Double(x.images * x.height * x.width)
    var mean = [Double](repeating: 0, count: x.channels)
    x.forEachPlace { mean[$1] += x[$0, $1, $2, $3] / count }
    var variance = [Double](repeating: 0, count: x.channels)
    x.forEachPlace { image, channel, row, column in
      let difference = x[image, channel, row, column] - mean[channel]
      variance[channel] += difference * difference / count
    }
    return (mean, variance)
  }

  /// Batch normalisation by given moments, with PyTorch's epsilon.
  static func batchNorm(
    _ x: ReferenceImages, _ moments: (mean: [Double], variance: [Double]), weight: [Double], bias: [Double]
  ) -> ReferenceImages {
    var y = x
    x.forEachPlace { image, channel, row, column in
      let centred = x[image, channel, row, column] - moments.mean[channel]
      let deviation = (moments.variance[channel] + 1e-5).squareRoot()
      y[image, channel, row, column] = centred / deviation * weight[channel] + bias[channel]
    }
    return y
  }

  /// A gain and a bias for each channel, of a row of channels for each class.
  static func classModulation(
    _ x: ReferenceImages, _ classes: [Int], weight: [Double], bias: [Double]
  ) -> ReferenceImages {
    var y = x
    x.forEachPlace { image, channel, row, column in
      let place = classes[image] * x.channels + channel
      y[image, channel, row, column] = x[image, channel, row, column] * weight[place] + bias[place]
    }
    return y
  }

  /// The first value of an image plus that of its class.
  static func classProjection(_ x: ReferenceImages, _ classes: [Int]) -> ReferenceImages {
    let size = x.values.count / x.images
    var y = ReferenceImages(images: x.images, channels: 1, height: 1, width: 1)
    for image in 0..<x.images { y.values[image] = x.values[image * size] + x.values[image * size + 1 + classes[image]] }
    return y
  }
}
