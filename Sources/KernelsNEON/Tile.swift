import KernelInterface

/// Tile sizes for 32 registers of 4 floats: 6 rows x 1 vector (four registers) are 24 accumulators, 4 hold a row of
/// weights and 2 the inputs, of which a multiply-add takes one element. No other shape of 16 floats' width that fits
/// has fewer loads a multiply-add.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 1
  /// Output channels of a tile.
  static var columns: Int { vectors * simdLanes }

  /// Pixels that are computed side by side where there are 1 ... 4 output channels, since one alone would wait for each
  /// of its additions and of its inputs: at most four, and no more than have room in the registers. A pixel's sums are
  /// its own, so their number changes no bit.
  @inline(__always)
  static func narrowPixels(_ channels: Int) -> Int { min(4, rows * vectors / channels) }

  /// Calls `body` with `vectors`, 1 ... ``vectors``, as a constant, for which the compiler then unrolls its loops.
  @inline(__always)
  static func withConstantWidth(_ vectors: Int, _ body: (_ vectors: Int) -> Void) {
    body(1)
  }
}
