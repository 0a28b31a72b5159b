import KernelInterface
import Testing

@testable import TensorCore

/// What keeps the kernels, which are compiled without checks of bounds, inside of their arrays.
struct TileSizeTests {
  @Test(arguments: [(1, 1), (6, 1), (6, 4), (5, 4), (1, 4)])
  func whatFitsTheArraysIsAccepted(rows: Int, vectors: Int) {
    #expect(TileSize(rows: rows, vectors: vectors, constantVectors: vectors).fault == nil)
  }

  static let faults: [(size: TileSize, sentence: String)] = [
    (
      TileSize(rows: 8, vectors: 1, constantVectors: 1),
      "A tile of 8 rows does not fit the kernels, whose arrays hold 1 to 6."
    ),
    (
      TileSize(rows: 7, vectors: 4, constantVectors: 4),
      "A tile of 7 rows does not fit the kernels, whose arrays hold 1 to 6."
    ),
    (
      TileSize(rows: 0, vectors: 1, constantVectors: 1),
      "A tile of 0 rows does not fit the kernels, whose arrays hold 1 to 6."
    ),
    (
      TileSize(rows: 1, vectors: 5, constantVectors: 5),
      "A tile of 5 vectors does not fit the kernels, whose arrays hold 1 to 4."
    ),
    (
      TileSize(rows: 6, vectors: 0, constantVectors: 0),
      "A tile of 0 vectors does not fit the kernels, whose arrays hold 1 to 4."
    ),
    (
      TileSize(rows: 6, vectors: 3, constantVectors: 3),
      "Tiles of 3 vectors do not divide the blocks of 64 columns that weights are packed in."
    ),
    (
      TileSize(rows: 6, vectors: 2, constantVectors: 1),
      "A tile of 2 vectors does not fit the kernels' loops, which were made for 1."
    ),
  ]

  @Test(arguments: faults) func aLargerTileIsRefusedInASentence(size: TileSize, sentence: String) {
    #expect(size.fault == sentence)
  }

  @Test(arguments: InstructionSet.available) func theKernelsOfThisProcessorKeepToIt(set: InstructionSet) throws {
    let tile = try ComputeContext(threads: 1, instructionSet: set).kernels.tile
    #expect(tile.fault == nil)
    #expect(tile.rows * tile.vectors >= 6)
  }

  /// The limits are told by the arrays themselves: a tile that reaches both fits the accumulators.
  @Test func theArraysAgreeWithEachOther() {
    #expect(TileRows<Int>.count * TileVectors<Int>.count == TileAccumulators<Int>.count)
  }
}
