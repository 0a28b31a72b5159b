import KernelInterface

/// A matrix of weight gradients, cut into blocks that a worker computes at a time: some input channels by some output
/// channels, within groups of `blockColumns` channels that lie side by side.
struct WeightGradientBlocks {
  struct Block {
    var inputs: Range<Int>
    var outputs: Range<Int>

    /// The groups of channels that it is a part of.
    var inputGroup: Int { inputs.lowerBound / blockColumns }
    var outputGroup: Int { outputs.lowerBound / blockColumns }
    /// Its first input channel within its group.
    var firstRow: Int { inputs.lowerBound % blockColumns }

    /// Sums the products of two walks, over the block's input channels and over its output channels, into a matrix of
    /// `blockColumns` columns.
    ///
    /// - Parameters:
    ///   - inputs: The walk over the input channels.
    ///   - outputs: The walk over the output channels.
    ///   - images: Images, or what takes their place, all of whose pixels meet.
    ///   - lines: Lines of each.
    ///   - pixels: Pixels of a line.
    ///   - sums: The matrix.
    ///   - kernel: Writes the sums, or adds them to what is there.
    func sumProducts(
      _ inputs: WeightGradientOperands.Walk, _ outputs: WeightGradientOperands.Walk, images: Int, lines: Int,
      pixels: Int, to sums: UnsafeMutablePointer<Float>, by kernel: KernelTable.WeightGradient
    ) {
      let operands = WeightGradientOperands(
        a: inputs, b: outputs, images: images, height: lines, chunkImages: 1, chunkRows: lines, gradient: sums,
        gradientRowStride: blockColumns, gradientColumnStride: 1)
      let tap = WeightGradientTap(
        aOffset: 0, bOffset: 0, firstRow: 0, lastRow: lines, width: pixels, gradientOffset: 0)
      withUnsafePointer(to: tap) {
        kernel(
          operands,
          WeightGradientShare(
            taps: $0, tapCount: 1, firstRow: 0, rows: self.inputs.count, firstColumn: 0,
            columns: wholeVectors(self.outputs.count)))
      }
    }
  }

  let inputs: Int
  let outputs: Int
  /// Input channels of a block.
  private let rows: Int

  /// Cuts each of some matrices into so many blocks that all workers are busy. No sum depends on how.
  init(inputs: Int, outputs: Int, matrices: Int, workers: Int) {
    self.inputs = inputs
    self.outputs = outputs
    var rows = blockColumns
    let groups = matrices * Self.parts(of: inputs, blockColumns) * Self.parts(of: outputs, blockColumns)
    while rows > simdLanes && groups * (blockColumns / rows) < 4 * workers { rows /= 2 }
    self.rows = rows
  }

  /// Blocks of a matrix.
  var count: Int { Self.parts(of: inputs, rows) * columnBlocks }

  /// One of them.
  subscript(index: Int) -> Block {
    let (input, output) = (index / columnBlocks * rows, index % columnBlocks * blockColumns)
    return Block(
      inputs: input..<min(input + rows, inputs), outputs: output..<min(output + blockColumns, outputs))
  }

  /// Floats from a matrix of a block's sums to the next: a line more than needed, lest they share sets of the caches.
  static let matrixStride = blockColumns * blockColumns + simdLanes

  /// Floats from a group's channels at a pixel to those at the next: a line more than the group, since a narrow tile walks a
  /// line of each pixel alone, and those would share a quarter of the first-level cache's sets.
  static let pixelStride = blockColumns + simdLanes

  /// Groups of so many channels.
  static func groups(_ channels: Int) -> Int { parts(of: channels, blockColumns) }

  private var columnBlocks: Int { Self.groups(outputs) }
  private static func parts(of count: Int, _ size: Int) -> Int { (count + size - 1) / size }
}
