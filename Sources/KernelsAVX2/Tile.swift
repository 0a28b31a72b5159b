import KernelInterface

/// Tile sizes for 16 registers of 8 floats: 6 rows x 1 vector (two registers) are 12 accumulators, 2 hold a row of
/// weights.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 1
  /// Output channels of a tile.
  static var columns: Int { vectors * simdLanes }

  /// Pixels that are computed side by side where there are 1 ... 4 output channels, since one alone would wait for each
  /// of its additions and of its inputs: as many as have room in the registers. A pixel's sums are its own, so their
  /// number changes no bit.
  @inline(__always)
  static func narrowPixels(_ channels: Int) -> Int { rows * vectors / channels }

  /// Calls `body` with `vectors`, 1 ... ``vectors``, as a constant, for which the compiler then unrolls its loops.
  @inline(__always)
  static func withConstantWidth(_ vectors: Int, _ body: (_ vectors: Int) -> Void) {
    body(1)
  }
}
