import KernelInterface

/// How Winograd's tiles cover the grids of a convolution or transposed convolution of kernel 4, stride 2 and padding 1.
///
/// Its dense grid splits into four grids, one for each parity of row and column, and each of them meets the strided
/// grid under a kernel of 2 x 2 taps: along one axis strided pixel s meets pixel s - 1 of the odd ones at tap 0, s of
/// the even at tap 1, s of the odd at tap 2 and s + 1 of the even at tap 3.
struct WinogradTiling {
  let geometry: ConvolutionGeometry
  let stridedChannels: Int
  let denseChannels: Int
  /// Tiles of strided outputs, or of what gradients they have.
  let stridedCover: WinogradCover
  /// Tiles of a parity's dense outputs.
  let denseCover: WinogradCover
  /// Whether one tile of strided inputs serves all four grids of dense outputs, each shifted so that it fits. That
  /// takes a cover of one output more along either axis, which pays unless whole segments of four cover the axes as
  /// they are.
  let sharesStridedInputs: Bool

  /// The parities of row and column of the four dense grids.
  static let parities = [(row: 0, column: 0), (row: 0, column: 1), (row: 1, column: 0), (row: 1, column: 1)]

  /// Plans the tiles; `nil` if the shape is not of this kind, or so small that the sums take fewer multiplications:
  /// along an axis of n pixels 2 n - 1, the one in the padding skipped.
  init?(_ geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int) {
    guard geometry.kernelSize == 4, geometry.stride == 2, geometry.padding.top == 1, geometry.padding.left == 1,
      geometry.denseHeight == 2 * geometry.stridedHeight, geometry.denseWidth == 2 * geometry.stridedWidth,
      stridedChannels % simdLanes == 0, denseChannels % simdLanes == 0
    else { return nil }
    let (height, width) = (geometry.stridedHeight, geometry.stridedWidth)
    stridedCover = WinogradCover(height: height, width: width)
    sharesStridedInputs = height % 4 != 0 && width % 4 != 0
    denseCover = sharesStridedInputs ? WinogradCover(height: height + 1, width: width + 1) : stridedCover
    guard denseCover.products < (2 * height - 1) * (2 * width - 1) else { return nil }
    self.geometry = geometry
    self.stridedChannels = stridedChannels
    self.denseChannels = denseChannels
  }

  /// Pixels of an image's dense or strided grid.
  func pixels(dense: Bool) -> Int {
    (dense ? 4 : 1) * geometry.stridedHeight * geometry.stridedWidth
  }

  /// Tiles of strided outputs.
  func stridedOutputs(_ group: WinogradCover.Group) -> WinogradGrid { stridedGrid(group, firstRow: 0, firstColumn: 0) }

  /// Tiles of a parity's dense pixels that strided outputs meet.
  func denseInputs(_ group: WinogradCover.Group, _ parity: (row: Int, column: Int)) -> WinogradGrid {
    denseGrid(group, parity, firstRow: -parity.row, firstColumn: -parity.column)
  }

  /// Tiles of a parity's dense outputs.
  func denseOutputs(_ group: WinogradCover.Group, _ parity: (row: Int, column: Int)) -> WinogradGrid {
    sharesStridedInputs
      ? denseGrid(group, parity, firstRow: -parity.row, firstColumn: -parity.column)
      : denseGrid(group, parity, firstRow: 0, firstColumn: 0)
  }

  /// Tiles of strided pixels that a parity's dense outputs meet: from the pixel before them on for the even, from their
  /// own on for the odd.
  func stridedInputs(_ group: WinogradCover.Group, for parity: (row: Int, column: Int)) -> WinogradGrid {
    sharesStridedInputs
      ? stridedGrid(group, firstRow: -1, firstColumn: -1)
      : stridedGrid(group, firstRow: parity.row - 1, firstColumn: parity.column - 1)
  }

  private func stridedGrid(_ group: WinogradCover.Group, firstRow: Int, firstColumn: Int) -> WinogradGrid {
    WinogradGrid(
      origin: 0, imageStride: geometry.stridedHeight * geometry.stridedWidth * stridedChannels,
      rowStride: geometry.stridedWidth * stridedChannels, pixelStride: stridedChannels,
      height: geometry.stridedHeight, width: geometry.stridedWidth, firstRow: firstRow + group.firstRow,
      firstColumn: firstColumn + group.firstColumn, outputRows: group.outputRows, outputColumns: group.outputColumns,
      tileRows: group.tileRows, tileColumns: group.tileColumns)
  }

  private func denseGrid(
    _ group: WinogradCover.Group, _ parity: (row: Int, column: Int), firstRow: Int, firstColumn: Int
  ) -> WinogradGrid {
    WinogradGrid(
      origin: (parity.row * geometry.denseWidth + parity.column) * denseChannels,
      imageStride: geometry.denseHeight * geometry.denseWidth * denseChannels,
      rowStride: 2 * geometry.denseWidth * denseChannels, pixelStride: 2 * denseChannels,
      height: geometry.stridedHeight, width: geometry.stridedWidth, firstRow: firstRow + group.firstRow,
      firstColumn: firstColumn + group.firstColumn, outputRows: group.outputRows, outputColumns: group.outputColumns,
      tileRows: group.tileRows, tileColumns: group.tileColumns)
  }

  /// Floats to the matrices of a parity's four taps within the weights, in the order in which strided outputs meet
  /// their dense inputs.
  func tapsFromDense(_ parity: (row: Int, column: Int)) -> InlineArray<4, Int> {
    taps(rows: [1 - parity.row, 3 - parity.row], columns: [1 - parity.column, 3 - parity.column])
  }

  /// The same in the order in which dense outputs meet their strided inputs.
  func tapsFromStrided(_ parity: (row: Int, column: Int)) -> InlineArray<4, Int> {
    taps(rows: [3 - parity.row, 1 - parity.row], columns: [3 - parity.column, 1 - parity.column])
  }

  private func taps(rows: [Int], columns: [Int]) -> InlineArray<4, Int> {
    let size = stridedChannels * denseChannels
    return [
      (rows[0] * 4 + columns[0]) * size, (rows[0] * 4 + columns[1]) * size, (rows[1] * 4 + columns[0]) * size,
      (rows[1] * 4 + columns[1]) * size,
    ]
  }
}
