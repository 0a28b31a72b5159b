/// How the pixels of two grids meet under a square kernel: pixel `s` of the strided, usually smaller grid meets pixel
/// `s * stride - padding + k` of the dense grid at tap `k`, down and across. The padding is that at the top or left.
///
/// A convolution reads the dense grid and writes the strided one; a transposed convolution is its adjoint and goes the
/// other way.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// Rows and columns of the dense grid: a convolution's input, a transposed convolution's output.
  public var denseHeight: Int
  /// Columns of the dense grid.
  public var denseWidth: Int
  /// Rows of the strided grid: a convolution's output, a transposed convolution's input.
  public var stridedHeight: Int
  /// Columns of the strided grid.
  public var stridedWidth: Int
  /// Taps along one side of the kernel.
  public var kernelSize: Int
  /// Dense pixels from a strided pixel to the next.
  public var stride: Int
  /// Rows and columns of zeros around the dense grid. What lies below and to the right follows from the extents as
  /// well.
  public var padding: Padding

  /// Creates a geometry with every field given.
  public init(
    denseHeight: Int, denseWidth: Int, stridedHeight: Int, stridedWidth: Int, kernelSize: Int, stride: Int,
    padding: Padding
  ) {
    precondition(denseHeight > 0 && denseWidth > 0 && stridedHeight > 0 && stridedWidth > 0)
    precondition(kernelSize > 0 && stride > 0 && padding.top >= 0 && padding.left >= 0)
    self.denseHeight = denseHeight
    self.denseWidth = denseWidth
    self.stridedHeight = stridedHeight
    self.stridedWidth = stridedWidth
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
  }

  /// The extent that a convolution gives a side, `(input + padding - kernel) / stride + 1`, or `nil` if the kernel does
  /// not fit. The padding is that of both ends together.
  public static func convolvedExtent(_ input: Int, kernelSize: Int, stride: Int, padding: Int) -> Int? {
    let room = input + padding - kernelSize
    return room < 0 ? nil : room / stride + 1
  }

  /// The extent that a transposed convolution gives a side,
  /// `(input - 1) stride - padding + kernel + output padding`, or `nil` if nothing is left. The padding is that of both
  /// ends together.
  public static func transposedExtent(
    _ input: Int, kernelSize: Int, stride: Int, padding: Int, outputPadding: Int
  ) -> Int? {
    let extent = (input - 1) * stride - padding + kernelSize + outputPadding
    return extent > 0 ? extent : nil
  }

  /// Taps of the kernel.
  public var taps: Int { kernelSize * kernelSize }

  /// Rows, as an axis.
  var vertical: ConvolutionAxis {
    ConvolutionAxis(
      dense: denseHeight, strided: stridedHeight, kernelSize: kernelSize, stride: stride, padding: padding.top)
  }

  /// Columns, as an axis.
  var horizontal: ConvolutionAxis {
    ConvolutionAxis(
      dense: denseWidth, strided: stridedWidth, kernelSize: kernelSize, stride: stride, padding: padding.left)
  }
}

/// One axis of a ``ConvolutionGeometry``.
struct ConvolutionAxis: Hashable {
  var dense: Int
  var strided: Int
  var kernelSize: Int
  var stride: Int
  /// Zeros before the dense positions.
  var padding: Int

  /// The strided positions that meet a dense one, and not the padding, at the tap.
  func stridedRange(tap: Int) -> Range<Int> {
    let first = max(0, ceilingDivision(padding - tap, stride))
    let last = min(strided - 1, floorDivision(dense - 1 + padding - tap, stride))
    return first <= last ? first..<last + 1 : 0..<0
  }

  /// The sub-kernels by which strided positions gather from dense ones: a single one, every tap in order.
  func gatherFromDense() -> [AxisSubkernel] {
    let tapRanges = (0..<strided).map { position in
      let start = position * stride - padding
      return max(0, -start)..<max(max(0, -start), min(kernelSize, dense - start))
    }
    let segments = runLengths(tapRanges).map { positions, taps in
      AxisSegment(
        firstOutput: positions.lowerBound, outputStep: 1, outputCount: positions.count, taps: taps,
        firstInput: positions.lowerBound * stride - padding + taps.lowerBound, inputStep: stride)
    }
    return [AxisSubkernel(taps: Array(0..<kernelSize), segments: segments)]
  }

  /// The sub-kernels by which dense positions gather from strided ones: the dense positions of one remainder modulo the
  /// stride use the same taps, every stride-th, and need no others.
  ///
  /// Position q - padding meets strided position (q - k) / stride at the taps k that leave q's remainder. The taps are
  /// listed downwards, so that the positions they meet ascend.
  func gatherFromStrided() -> [AxisSubkernel] {
    (0..<stride).compactMap { remainder in
      let taps = Array(Swift.stride(from: remainder, to: kernelSize, by: stride).reversed())
      let firstDense = floorModulo(remainder - padding, stride)
      guard firstDense < dense else { return nil }
      let count = (dense - 1 - firstDense) / stride + 1
      // The strided position that the j-th output meets at the last listed tap; the others lie before it.
      let base = (firstDense + padding - remainder) / stride
      let tapRanges = (0..<count).map { j in
        let first = max(0, taps.count - 1 - (base + j))
        return first..<max(first, min(taps.count, strided + taps.count - 1 - (base + j)))
      }
      let segments = runLengths(tapRanges).map { positions, range in
        AxisSegment(
          firstOutput: firstDense + positions.lowerBound * stride, outputStep: stride, outputCount: positions.count,
          taps: range, firstInput: base + positions.lowerBound - (taps.count - 1) + range.lowerBound, inputStep: 1)
      }
      return AxisSubkernel(taps: taps, segments: segments)
    }
  }
}

/// The taps that some output positions of an axis use, in the order of the input positions they meet.
struct AxisSubkernel {
  var taps: [Int]
  var segments: [AxisSegment]
}

/// Output positions, evenly spaced, that use the same taps and no padding.
struct AxisSegment {
  var firstOutput: Int
  var outputStep: Int
  var outputCount: Int
  /// Indices into the sub-kernel's taps.
  var taps: Range<Int>
  /// The input position that the first output meets at the first of its taps; each further tap meets the next.
  var firstInput: Int
  /// Input positions from an output to the next.
  var inputStep: Int
}

/// The stretches of equal neighbours.
private func runLengths<Element: Equatable>(_ elements: [Element]) -> [(positions: Range<Int>, element: Element)] {
  var runs: [(positions: Range<Int>, element: Element)] = []
  for (index, element) in elements.enumerated() {
    if let last = runs.last, last.element == element {
      runs[runs.count - 1].positions = last.positions.lowerBound..<index + 1
    } else {
      runs.append((index..<index + 1, element))
    }
  }
  return runs
}

private func floorDivision(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((-a + b - 1) / b) }
private func ceilingDivision(_ a: Int, _ b: Int) -> Int { -floorDivision(-a, b) }
private func floorModulo(_ a: Int, _ b: Int) -> Int { a - floorDivision(a, b) * b }
