import KernelInterface

/// How Winograd's tiles cover the grids of a convolution or transposed convolution, either of kernel 4, stride 2 and
/// padding 1, or of kernel 3, stride 1 and padding 1.
///
/// With a stride of 2 the dense grid splits into four grids, one for each parity of row and column, and each of them
/// meets the strided grid under a filter of 2 x 2 taps: along one axis strided pixel s meets pixel s - 1 of the odd ones
/// at tap 0, s of the even at tap 1, s of the odd at tap 2 and s + 1 of the even at tap 3. With a stride of 1 the dense
/// grid is one, and the filter is the kernel: strided pixel s meets pixels s - 1, s and s + 1 at taps 0, 1 and 2.
struct WinogradTiling {
  let geometry: ConvolutionGeometry
  let stridedChannels: Int
  let denseChannels: Int
  /// The parities of row and column of the dense grids.
  let parities: [Parity]
  /// Taps of the filter along an axis.
  let axisTaps: Int
  /// Tiles of strided outputs, or of what gradients they have.
  let stridedCover: WinogradCover
  /// Tiles of a parity's dense outputs.
  let denseCover: WinogradCover
  /// Whether one tile of strided inputs serves all four grids of dense outputs, each shifted so that it fits. That spares
  /// three of four transforms, and takes a cover of one output more along either axis, which costs more than they do:
  /// ``ConvolutionMethod/lasting`` has it, unless whole segments of four cover the axes as they are.
  let sharesStridedInputs: Bool

  typealias Parity = (row: Int, column: Int)

  /// Plans the tiles; `nil` if the shape is not of these kinds, or so small that the sums take fewer multiplications:
  /// along an axis of n pixels 2 n - 1 for a parity, or 3 n - 2, those in the padding skipped.
  init?(_ geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int, method: ConvolutionMethod) {
    let stride = geometry.stride
    guard (geometry.kernelSize, stride) == (4, 2) || (geometry.kernelSize, stride) == (3, 1),
      geometry.padding.top == 1, geometry.padding.left == 1, geometry.denseHeight == stride * geometry.stridedHeight,
      geometry.denseWidth == stride * geometry.stridedWidth, stridedChannels % simdLanes == 0,
      denseChannels % simdLanes == 0
    else { return nil }
    let (height, width, axisTaps) = (geometry.stridedHeight, geometry.stridedWidth, geometry.kernelSize / stride)
    stridedCover = WinogradCover(height: height, width: width, axisTaps: axisTaps)
    sharesStridedInputs = method == .lasting && stride == 2 && height % 4 != 0 && width % 4 != 0
    denseCover =
      sharesStridedInputs ? WinogradCover(height: height + 1, width: width + 1, axisTaps: axisTaps) : stridedCover
    func direct(_ pixels: Int) -> Int { axisTaps * pixels - axisTaps + 1 }
    guard denseCover.products < direct(height) * direct(width) else { return nil }
    self.geometry = geometry
    self.stridedChannels = stridedChannels
    self.denseChannels = denseChannels
    self.axisTaps = axisTaps
    parities = (0..<stride).flatMap { row in (0..<stride).map { (row, $0) } }
  }

  /// Pixels of an image's dense or strided grid.
  func pixels(dense: Bool) -> Int {
    (dense ? parities.count : 1) * geometry.stridedHeight * geometry.stridedWidth
  }

  /// Tiles of strided outputs.
  func stridedOutputs(_ group: WinogradCover.Group) -> WinogradGrid { stridedGrid(group, firstRow: 0, firstColumn: 0) }

  /// Tiles of a parity's dense pixels that strided outputs meet.
  func denseInputs(_ group: WinogradCover.Group, _ parity: Parity) -> WinogradGrid {
    let before = pixelsBefore(parity)
    return denseGrid(group, parity, firstRow: -before.row, firstColumn: -before.column)
  }

  /// Tiles of a parity's dense outputs.
  func denseOutputs(_ group: WinogradCover.Group, _ parity: Parity) -> WinogradGrid {
    sharesStridedInputs
      ? denseGrid(group, parity, firstRow: -parity.row, firstColumn: -parity.column)
      : denseGrid(group, parity, firstRow: 0, firstColumn: 0)
  }

  /// Tiles of strided pixels that a parity's dense outputs meet: with a stride of 2 from the pixel before them on for the
  /// even, from their own on for the odd.
  func stridedInputs(_ group: WinogradCover.Group, for parity: Parity) -> WinogradGrid {
    sharesStridedInputs
      ? stridedGrid(group, firstRow: -1, firstColumn: -1)
      : stridedGrid(group, firstRow: parity.row - 1, firstColumn: parity.column - 1)
  }

  /// How many of a parity's dense pixels strided outputs meet before their own place: at tap k strided pixel s meets dense
  /// pixel `stride * s - 1 + k`.
  private func pixelsBefore(_ parity: Parity) -> Parity {
    let (stride, tap) = (geometry.stride, firstTap(parity))
    return ((1 + parity.row - tap.row) / stride, (1 + parity.column - tap.column) / stride)
  }

  private func stridedGrid(_ group: WinogradCover.Group, firstRow: Int, firstColumn: Int) -> WinogradGrid {
    WinogradGrid(
      origin: 0, imageStride: geometry.stridedHeight * geometry.stridedWidth * stridedChannels,
      rowStride: geometry.stridedWidth * stridedChannels, pixelStride: stridedChannels,
      height: geometry.stridedHeight, width: geometry.stridedWidth, firstRow: firstRow + group.firstRow,
      firstColumn: firstColumn + group.firstColumn, axisTaps: axisTaps, outputRows: group.outputRows,
      outputColumns: group.outputColumns, tileRows: group.tileRows, tileColumns: group.tileColumns)
  }

  private func denseGrid(
    _ group: WinogradCover.Group, _ parity: Parity, firstRow: Int, firstColumn: Int
  ) -> WinogradGrid {
    let stride = geometry.stride
    return WinogradGrid(
      origin: (parity.row * geometry.denseWidth + parity.column) * denseChannels,
      imageStride: geometry.denseHeight * geometry.denseWidth * denseChannels,
      rowStride: stride * geometry.denseWidth * denseChannels, pixelStride: stride * denseChannels,
      height: geometry.stridedHeight, width: geometry.stridedWidth, firstRow: firstRow + group.firstRow,
      firstColumn: firstColumn + group.firstColumn, axisTaps: axisTaps, outputRows: group.outputRows,
      outputColumns: group.outputColumns, tileRows: group.tileRows, tileColumns: group.tileColumns)
  }

  /// Floats to the matrices of a parity's taps within the weights, in the order in which strided outputs meet their dense
  /// inputs.
  func tapsFromDense(_ parity: Parity) -> WinogradTaps {
    let first = firstTap(parity)
    return WinogradTaps(axisTaps: axisTaps) { row, column in
      matrix(first.row + geometry.stride * row, first.column + geometry.stride * column)
    }
  }

  /// The same in the order in which dense outputs meet their strided inputs.
  func tapsFromStrided(_ parity: Parity) -> WinogradTaps {
    let first = firstTap(parity)
    let last = axisTaps - 1
    return WinogradTaps(axisTaps: axisTaps) { row, column in
      matrix(first.row + geometry.stride * (last - row), first.column + geometry.stride * (last - column))
    }
  }

  /// The first of a parity's taps: each further one is as many taps on as the stride is.
  private func firstTap(_ parity: Parity) -> Parity {
    ((1 + parity.row) % geometry.stride, (1 + parity.column) % geometry.stride)
  }

  private func matrix(_ row: Int, _ column: Int) -> Int {
    (row * geometry.kernelSize + column) * stridedChannels * denseChannels
  }
}
