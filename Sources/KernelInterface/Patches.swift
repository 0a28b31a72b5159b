/// The patches that a row of pixels becomes, and the picture that they are added to, in which they overlap.
package struct PatchOperands: @unchecked Sendable {
  /// The first pixel's patch, `[row][column]`, and floats to the next pixel's.
  package var patches: UnsafePointer<Float>
  package var patchStride: Int
  /// Pixels of the row.
  package var pixels: Int
  /// Rows of a patch, and values of a row.
  package var rows: Int
  package var columns: Int
  /// Pixels from one to the next whose patches do not overlap.
  package var apart: Int
  /// Where the first patch begins, and floats from a row, and from a pixel's patch, to the next.
  package var picture: UnsafeMutablePointer<Float>
  package var rowStride: Int
  package var pixelStride: Int

  /// Creates the operands.
  package init(
    patches: UnsafePointer<Float>, patchStride: Int, pixels: Int, rows: Int, columns: Int, apart: Int,
    picture: UnsafeMutablePointer<Float>, rowStride: Int, pixelStride: Int
  ) {
    self.patches = patches
    self.patchStride = patchStride
    self.pixels = pixels
    self.rows = rows
    self.columns = columns
    self.apart = apart
    self.picture = picture
    self.rowStride = rowStride
    self.pixelStride = pixelStride
  }
}
