/// Points at which the polynomials of Winograd's filtering are multiplied along an axis: 0, 1, -1, infinity and 1/2, in
/// this order. A long segment of outputs, four under two taps and three under three, takes all of them; a short one, of an
/// output less, the first four.
@inlinable package var winogradAxisPoints: Int { 5 }

/// Points in two dimensions, `row * winogradAxisPoints + column`.
@inlinable package var winogradPoints: Int { winogradAxisPoints * winogradAxisPoints }

/// How tiles of one size cover a part of a grid of pixels in every image of a tensor: tile (r, c) begins at position
/// `(firstRow + outputRows * r, firstColumn + outputColumns * c)` and may reach beyond the grid, where values are zero
/// and nothing is stored.
package struct WinogradGrid: Sendable {
  /// Floats from an image's start to the grid's first pixel, and from an image, row and pixel to the next.
  package var origin: Int
  package var imageStride: Int
  package var rowStride: Int
  package var pixelStride: Int
  /// Rows and columns of the grid.
  package var height: Int
  package var width: Int
  /// The position of the first tile; may be -1.
  package var firstRow: Int
  package var firstColumn: Int
  /// Taps of the filter along an axis, two or three.
  package var axisTaps: Int
  /// Outputs of a tile down and across. Its inputs are as many more as there are taps, but for one.
  package var outputRows: Int
  package var outputColumns: Int
  /// Tiles of an image.
  package var tileRows: Int
  package var tileColumns: Int

  /// Creates a grid with every field given.
  package init(
    origin: Int, imageStride: Int, rowStride: Int, pixelStride: Int, height: Int, width: Int, firstRow: Int,
    firstColumn: Int, axisTaps: Int, outputRows: Int, outputColumns: Int, tileRows: Int, tileColumns: Int
  ) {
    self.origin = origin
    self.imageStride = imageStride
    self.rowStride = rowStride
    self.pixelStride = pixelStride
    self.height = height
    self.width = width
    self.firstRow = firstRow
    self.firstColumn = firstColumn
    self.axisTaps = axisTaps
    self.outputRows = outputRows
    self.outputColumns = outputColumns
    self.tileRows = tileRows
    self.tileColumns = tileColumns
  }
}

/// A tensor's tiles, and where their transforms lie.
package struct WinogradOperands: @unchecked Sendable {
  /// The first image.
  package var tensor: UnsafeMutablePointer<Float>
  /// Where its tiles lie.
  package var grid: WinogradGrid
  /// The tiles to transform, `firstTile ..< lastTile`, counted over images, rows and columns.
  package var firstTile: Int
  package var lastTile: Int
  /// Channels of the tensor, a multiple of ``simdLanes``.
  package var channels: Int
  /// The transforms: the value of a point, tile and channel `block * blockChannels + rest` stands at
  /// `point * pointStride + block * blockStride + (tile - firstTile) * tileStride + rest`.
  package var points: UnsafeMutablePointer<Float>
  package var pointStride: Int
  package var tileStride: Int
  /// Channels of a block, a multiple of ``simdLanes``.
  package var blockChannels: Int
  package var blockStride: Int

  /// Creates the operands.
  package init(
    tensor: UnsafeMutablePointer<Float>, grid: WinogradGrid, firstTile: Int, lastTile: Int, channels: Int,
    points: UnsafeMutablePointer<Float>, pointStride: Int, tileStride: Int, blockChannels: Int, blockStride: Int
  ) {
    self.tensor = tensor
    self.grid = grid
    self.firstTile = firstTile
    self.lastTile = lastTile
    self.channels = channels
    self.points = points
    self.pointStride = pointStride
    self.tileStride = tileStride
    self.blockChannels = blockChannels
    self.blockStride = blockStride
  }
}

/// The taps of one of Winograd's filters, each a matrix within a layer's weights.
package struct WinogradTaps: Sendable {
  /// Taps along an axis, two or three.
  package var axisTaps: Int
  /// Floats to the matrix of tap (row, column), at `row * axisTaps + column`.
  package var offsets: InlineArray<9, Int>

  /// Creates the taps with what leads to each.
  package init(axisTaps: Int, _ offset: (_ row: Int, _ column: Int) -> Int) {
    self.axisTaps = axisTaps
    offsets = InlineArray { $0 < axisTaps * axisTaps ? offset($0 / axisTaps, $0 % axisTaps) : 0 }
  }
}

/// A matrix of filters within a layer's weights, and where the gather engine reads its transforms.
package struct WinogradWeightOperands: @unchecked Sendable {
  package var source: UnsafePointer<Float>
  /// From `source`. Row k, column n of a tap's matrix is at `k * rowStride + n * columnStride`.
  package var taps: WinogradTaps
  /// One of these is 1.
  package var rowStride: Int
  package var columnStride: Int
  /// Rows to transform, a multiple of ``simdLanes``.
  package var rows: Int
  /// Values of a row, a multiple of ``simdLanes``.
  package var columns: Int
  /// For each point a matrix of these rows, that begins with a cache line.
  package var points: UnsafeMutablePointer<Float>
  /// Floats from a point's matrix to the next.
  package var pointStride: Int

  /// Creates the operands.
  package init(
    source: UnsafePointer<Float>, taps: WinogradTaps, rowStride: Int, columnStride: Int, rows: Int, columns: Int,
    points: UnsafeMutablePointer<Float>, pointStride: Int
  ) {
    self.source = source
    self.taps = taps
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.rows = rows
    self.columns = columns
    self.points = points
    self.pointStride = pointStride
  }
}

/// Sums of products of transformed inputs and output gradients, and the gradients of the taps that they become.
package struct WinogradTapGradientOperands: @unchecked Sendable {
  /// At each point a matrix.
  package var points: UnsafePointer<Float>
  /// Floats from a point's matrix to the next.
  package var pointStride: Int
  /// Floats from a row of a point's matrix to the next.
  package var pointRowStride: Int
  /// Rows of the matrices.
  package var rows: Int
  /// Values of a row, a multiple of ``simdLanes``.
  package var columns: Int
  package var gradient: UnsafeMutablePointer<Float>
  /// From `gradient`.
  package var taps: WinogradTaps
  /// Floats from a row of a tap's gradient to the next.
  package var gradientRowStride: Int

  /// Creates the operands.
  package init(
    points: UnsafePointer<Float>, pointStride: Int, pointRowStride: Int, rows: Int, columns: Int,
    gradient: UnsafeMutablePointer<Float>, taps: WinogradTaps, gradientRowStride: Int
  ) {
    self.points = points
    self.pointStride = pointStride
    self.pointRowStride = pointRowStride
    self.rows = rows
    self.columns = columns
    self.gradient = gradient
    self.taps = taps
    self.gradientRowStride = gradientRowStride
  }
}
