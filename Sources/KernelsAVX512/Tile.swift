/// Tile sizes for 32 registers of 16 floats: 6 rows x 4 vectors are 24 accumulators, 4 hold a row of weights.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 4
}
