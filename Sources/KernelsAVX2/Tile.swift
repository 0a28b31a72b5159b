/// Tile sizes for 16 registers of 8 floats: 6 rows x 1 vector (two registers) are 12 accumulators, 2 hold a row of
/// weights.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 1
}
