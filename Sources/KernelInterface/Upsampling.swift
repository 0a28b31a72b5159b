/// A row of pixels of one image, and the rows that it becomes.
package struct UpsamplingOperands: @unchecked Sendable {
  /// The image before, or its gradient.
  package var small: UnsafeMutablePointer<Float>
  /// The image after, or its gradient.
  package var large: UnsafeMutablePointer<Float>
  /// The row of the image before.
  package var row: Int
  /// Pixels of that row.
  package var width: Int
  package var channels: Int
  /// Every pixel becomes `scale` x `scale` equal ones.
  package var scale: Int

  /// Creates the operands.
  package init(
    small: UnsafeMutablePointer<Float>, large: UnsafeMutablePointer<Float>, row: Int, width: Int, channels: Int,
    scale: Int
  ) {
    self.small = small
    self.large = large
    self.row = row
    self.width = width
    self.channels = channels
    self.scale = scale
  }
}
