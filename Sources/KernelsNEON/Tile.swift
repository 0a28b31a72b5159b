/// Tile sizes for 32 registers of 4 floats: 6 rows x 1 vector (four registers) are 24 accumulators, 4 hold a row of
/// weights.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 1

  /// Calls `body` with `vectors`, 1 ... ``vectors``, as a constant, for which the compiler then unrolls its loops.
  @inline(__always)
  static func withConstantWidth(_ vectors: Int, _ body: (_ vectors: Int) -> Void) {
    body(1)
  }
}
