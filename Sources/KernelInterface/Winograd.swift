/// Outputs along one side of a Winograd tile.
@inlinable package var winogradOutputs: Int { 4 }

/// Inputs along one side of a Winograd tile: one more than outputs, for a kernel of two taps.
@inlinable package var winogradInputs: Int { 5 }

/// Products that stand for the 4 x 4 outputs of a tile, in place of 4 x 4 x 2 x 2.
@inlinable package var winogradPoints: Int { 25 }

/// How square tiles cover a grid of pixels in every image of a tensor: tile (r, c) begins at position
/// `(firstRow + 4 r, firstColumn + 4 c)` and may reach beyond the grid, where values are zero and nothing is stored.
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
  /// Tiles of an image.
  package var tileRows: Int
  package var tileColumns: Int

  /// Creates a grid with every field given.
  package init(
    origin: Int, imageStride: Int, rowStride: Int, pixelStride: Int, height: Int, width: Int, firstRow: Int,
    firstColumn: Int, tileRows: Int, tileColumns: Int
  ) {
    self.origin = origin
    self.imageStride = imageStride
    self.rowStride = rowStride
    self.pixelStride = pixelStride
    self.height = height
    self.width = width
    self.firstRow = firstRow
    self.firstColumn = firstColumn
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
  /// Channels of the tensor, a multiple of ``simdLanes``.
  package var channels: Int
  /// The transforms: the value of a point, tile and channel stands at
  /// `point * pointStride + (tile - first tile) * tileStride + channel`.
  package var points: UnsafeMutablePointer<Float>
  package var pointStride: Int
  package var tileStride: Int

  /// Creates the operands.
  package init(
    tensor: UnsafeMutablePointer<Float>, grid: WinogradGrid, channels: Int,
    points: UnsafeMutablePointer<Float>, pointStride: Int, tileStride: Int
  ) {
    self.tensor = tensor
    self.grid = grid
    self.channels = channels
    self.points = points
    self.pointStride = pointStride
    self.tileStride = tileStride
  }
}
