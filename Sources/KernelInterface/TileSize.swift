/// A value for each row of a tile: the kernels' arrays have a length that no constant can give them.
package typealias TileRows<Element> = InlineArray<6, Element>

/// A value for each vector that a tile is wide.
package typealias TileVectors<Element> = InlineArray<4, Element>

/// A value for each vector of a tile.
package typealias TileAccumulators<Element> = InlineArray<24, Element>

/// The size of the tile that an instruction set's kernels keep in registers.
package struct TileSize: Sendable, Equatable {
  /// Pixels of a tile of the gather engine, channels of one of the weight-gradient engine.
  package var rows: Int
  /// Vectors of ``simdLanes`` that it is wide.
  package var vectors: Int
  /// The widest tile that loops of constant bounds were made for.
  package var constantVectors: Int

  /// Columns that it is wide.
  package var columns: Int { vectors * simdLanes }

  /// Creates a size.
  package init(rows: Int, vectors: Int, constantVectors: Int) {
    self.rows = rows
    self.vectors = vectors
    self.constantVectors = constantVectors
  }

  /// Why the kernels cannot have such a tile, as a sentence; `nil` if they can. They are compiled without checks of
  /// bounds: a larger tile would write beyond its arrays.
  package var fault: String? {
    let (rowLimit, vectorLimit) = (TileRows<Int>.count, TileVectors<Int>.count)
    let accumulatorLimit = TileAccumulators<Int>.count
    guard (1...rowLimit).contains(rows) else {
      return "A tile of \(rows) rows does not fit the kernels, whose arrays hold 1 to \(rowLimit)."
    }
    guard (1...vectorLimit).contains(vectors) else {
      return "A tile of \(vectors) vectors does not fit the kernels, whose arrays hold 1 to \(vectorLimit)."
    }
    guard rows * vectors <= accumulatorLimit else {
      return "A tile of \(rows) rows by \(vectors) vectors does not fit the kernels' \(accumulatorLimit) accumulators."
    }
    guard blockColumns % (vectors * simdLanes) == 0 else {
      return "Tiles of \(vectors) vectors do not divide the blocks of \(blockColumns) columns that weights are packed "
        + "in."
    }
    guard constantVectors == vectors else {
      return "A tile of \(vectors) vectors does not fit the kernels' loops, which were made for \(constantVectors)."
    }
    return nil
  }
}
