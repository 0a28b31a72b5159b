import KernelInterface

/// Tile sizes for 32 registers of 16 floats: 6 rows x 4 vectors are 24 accumulators, 4 hold a row of weights.
enum Tile {
  static let rows = 6
  /// Vectors of 16 floats a tile is wide.
  static let vectors = 4
  /// Output channels of a tile.
  static var columns: Int { vectors * simdLanes }

  /// Pixels that are computed side by side where there are 1 ... 4 output channels, since one alone would wait for each
  /// of its additions and of its inputs. With more than 4 for several channels the sums leave the registers (2.2 ms for
  /// 1.4, three channels). A pixel's sums are its own, so their number changes no bit.
  @inline(__always)
  static func narrowPixels(_ channels: Int) -> Int { channels == 1 ? 8 : 4 }

  /// Calls `body` with `vectors`, 1 ... ``vectors``, as a constant, for which the compiler then unrolls its loops.
  @inline(__always)
  static func withConstantWidth(_ vectors: Int, _ body: (_ vectors: Int) -> Void) {
    switch vectors {
    case 4: body(4)
    case 3: body(3)
    case 2: body(2)
    default: body(1)
    }
  }
}
