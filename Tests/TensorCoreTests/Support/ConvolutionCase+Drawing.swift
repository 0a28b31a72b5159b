import TensorCore

extension ConvolutionCase {
  /// Channels on both sides of every boundary of the engines: narrow (4), vector (16) and block (64).
  static let channelCounts = [1, 2, 3, 4, 5, 16, 17, 33, 64, 65, 100]
  /// Channels of pictures, and of grids beside them: whole vectors, on both sides of a block.
  private static let pictureCounts = (few: [1, 2, 3, 4], many: [16, 48, 64, 80, 128])

  /// Convolutions and transposed convolutions of a kernel size with every stride 1 ... 3, every padding up to the
  /// kernel and, for the latter, every output padding: `count` of each combination, with extents 1 ... 7, channels and
  /// images drawn. Every other case draws its padding for each side by itself. A case of more multiply-adds than the
  /// limit is drawn again. With `pictures` the dense grid has those of a picture.
  static func drawn(kernelSize: Int, count: Int, limit: Int, pictures: Bool = false, seed: Int) -> [ConvolutionCase] {
    var generator = SeededGenerator(seed: seed)
    var cases: [ConvolutionCase] = []
    for stride in 1...3 {
      for padding in 0..<kernelSize {
        for outputPadding in 0..<stride {
          cases += draw(count, limit, padding, kernelSize, pictures ? .output : nil, &generator) {
            height, width, padding, channels, images in
            .transposed(
              height: height, width: width, kernelSize: kernelSize, stride: stride, padding: padding,
              outputPadding: outputPadding, channels: channels, images: images)
          }
        }
        cases += draw(count, limit, padding, kernelSize, pictures ? .input : nil, &generator) {
          height, width, padding, channels, images in
          .convolution(
            height: height, width: width, kernelSize: kernelSize, stride: stride, padding: padding,
            channels: channels, images: images)
        }
      }
    }
    return cases
  }

  private static func draw(
    _ count: Int, _ limit: Int, _ padding: Int, _ kernelSize: Int, _ pictures: Side?,
    _ generator: inout SeededGenerator,
    _ make: (
      _ height: Int, _ width: Int, _ padding: Padding, _ channels: (input: Int, output: Int), _ images: Int
    ) -> ConvolutionCase?
  ) -> [ConvolutionCase] {
    var cases: [ConvolutionCase] = []
    while cases.count < count {
      func side() -> Int { generator.integer(in: 0...kernelSize - 1) }
      let drawn = make(
        generator.integer(in: 1...7), generator.integer(in: 1...7),
        cases.count % 2 == 0 ? Padding(padding) : Padding(top: side(), left: side(), bottom: side(), right: side()),
        channels(pictures, &generator), generator.integer(in: 1...3))
      if let drawn, drawn.multiplyAdds <= limit { cases.append(drawn) }
    }
    return cases
  }

  /// Which side of a layer holds pictures.
  private enum Side { case input, output }

  private static func channels(_ pictures: Side?, _ generator: inout SeededGenerator) -> (input: Int, output: Int) {
    guard let pictures else { return (generator.element(of: channelCounts), generator.element(of: channelCounts)) }
    let (few, many) = (generator.element(of: pictureCounts.few), generator.element(of: pictureCounts.many))
    return pictures == .input ? (few, many) : (many, few)
  }

  /// Every pair of channel counts, under a small kernel.
  static let channelPairs: [ConvolutionCase] = channelCounts.flatMap { input in
    channelCounts.flatMap { output in
      [
        .convolution(
          height: 2, width: 3, kernelSize: 2, stride: 2, padding: 0, channels: (input, output), images: 2),
        .transposed(
          height: 1, width: 2, kernelSize: 2, stride: 1, padding: 1, outputPadding: 0, channels: (input, output),
          images: 2),
      ].compactMap { $0 }
    }
  }

  /// More images than the parts that gradients are summed in, and more pixels than patches are made of at a time.
  static let picturesBeyondAPart: [ConvolutionCase] = [
    .convolution(height: 16, width: 16, kernelSize: 4, stride: 2, padding: 1, channels: (3, 32), images: 37),
    .transposed(
      height: 8, width: 8, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (32, 3), images: 37),
    .transposed(
      height: 3, width: 130, kernelSize: 4, stride: 2, padding: 1, outputPadding: 0, channels: (16, 3), images: 2),
    .transposed(
      height: 33, width: 17, kernelSize: 5, stride: 3, padding: 2, outputPadding: 2, channels: (16, 4), images: 2),
    .convolution(height: 45, width: 50, kernelSize: 3, stride: 1, padding: 1, channels: (2, 16), images: 2),
    .convolution(height: 28, width: 28, kernelSize: 4, stride: 2, padding: 1, channels: (1, 64), images: 18),
  ].compactMap { $0 }

  /// Layers of stride 1 whose strided grid holds pictures, so that their gradients of weights are those of the layers with
  /// the grids exchanged.
  static let mirroredPictures: [ConvolutionCase] = [1, 2, 3, 4].flatMap { few in
    [(3, 1), (5, 2), (7, 3)].flatMap { kernelSize, padding in
      [(1, 1, 2), (3, 2, 17), (9, 4, 3)].flatMap { height, width, images in
        [16, 80].flatMap { many in
          [
            .convolution(
              height: height, width: width, kernelSize: kernelSize, stride: 1, padding: Padding(padding),
              channels: (many, few), images: images),
            .transposed(
              height: height, width: width, kernelSize: kernelSize, stride: 1, padding: Padding(padding),
              outputPadding: 0, channels: (few, many), images: images),
          ].compactMap { $0 }
        }
      }
    }
  }

  /// Extents beyond the pieces that the engines cut their work into: pixels, lines and channels that one worker takes.
  static let beyondOneWorker: [ConvolutionCase] = [
    .convolution(height: 31, width: 33, kernelSize: 3, stride: 1, padding: 1, channels: (1, 2), images: 2),
    .convolution(height: 45, width: 50, kernelSize: 3, stride: 2, padding: 1, channels: (1, 2), images: 2),
    .convolution(height: 11, width: 9, kernelSize: 3, stride: 1, padding: 1, channels: (2, 3), images: 9),
    .convolution(height: 3, width: 200, kernelSize: 2, stride: 1, padding: 1, channels: (2, 3), images: 2),
    .convolution(height: 17, width: 16, kernelSize: 3, stride: 1, padding: 1, channels: (16, 1), images: 1),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (3, 580), images: 7),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (5, 528), images: 1),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (33, 1040), images: 13),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 1, channels: (2, 528), images: 2),
    .convolution(height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, channels: (150, 130), images: 3),
    .convolution(height: 1, width: 2, kernelSize: 1, stride: 1, padding: 0, channels: (580, 3), images: 2),
    .transposed(
      height: 9, width: 11, kernelSize: 4, stride: 2, padding: 1, outputPadding: 1, channels: (3, 2), images: 2),
    .transposed(
      height: 2, width: 1, kernelSize: 1, stride: 3, padding: 0, outputPadding: 2, channels: (2, 530), images: 3),
    .transposed(
      height: 1, width: 1, kernelSize: 1, stride: 1, padding: 0, outputPadding: 0, channels: (4, 624), images: 3),
  ].compactMap { $0 }
}
