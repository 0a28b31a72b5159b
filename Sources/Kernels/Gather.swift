import CProcessor
import KernelInterface

// The gather engine computes convolutions and transposed convolutions, forward and with respect to their input, and
// linear layers. An output pixel is a sum over runs of consecutive input values; a tile of `Tile.rows` pixels times
// some vectors of output channels is kept in registers while the runs are walked, one broadcast input value and one
// row of weights at a time:
//
//   for run: for k in run:  acc[row][v] += x[row][k] * W[k][v]        (fused multiply-add)
//
// Each output is summed in the order of its runs alone, so neither the tile's size nor the number of workers
// changes a bit.

/// Computes the outputs of a share of the region.
package func gather(_ operands: GatherOperands, _ region: GatherRegion, _ share: GatherShare) {
  // Without pixels a region may have no width to count them by.
  if share.firstPixel == share.lastPixel { return }
  var channel = share.firstChannel
  while channel < share.lastChannel {
    let channels = min(Tile.columns, operands.outputChannels - channel)
    let vectors = (channels + simdLanes - 1) / simdLanes
    let isMatrix = operands.weightRowStride > 0
    let panel = Panel(
      weights: operands.weights + region.weightOrigin + channel * (isMatrix ? 1 : region.weightRows),
      channel: channel, channels: channels)
    Tile.withConstantWidth(vectors) {
      // The distance of packed rows is a constant to the compiler, too.
      if isMatrix {
        panel.fill(
          operands, region, share.firstPixel, share.lastPixel, rowStride: operands.weightRowStride, vectors: $0)
      } else {
        panel.fill(operands, region, share.firstPixel, share.lastPixel, rowStride: $0 * simdLanes, vectors: $0)
      }
    }
    channel += Tile.columns
  }
}

/// The output channels that one tile covers, and their weights. Packed rows follow one another without a gap: a wider
/// block, of which the tile took a part of each row, would use a part of the first-level cache's sets alone.
private struct Panel {
  var weights: UnsafePointer<Float>
  var channel: Int
  var channels: Int

  /// Walks the pixels in tiles of at most `Tile.rows`, cut so that none has but a few.
  @inline(__always)
  func fill(
    _ operands: GatherOperands, _ region: GatherRegion, _ first: Int, _ last: Int, rowStride: Int, vectors: Int
  ) {
    var position = PixelPosition(pixel: first, operands, region)
    var pixels = last - first
    var tiles = (pixels + Tile.rows - 1) / Tile.rows
    // Each tile fetches a line of every row of the next call's weights, or two if there are too few tiles.
    var line = 0
    let lines = tiles < vectors ? 2 : 1
    while tiles > 0 {
      withConstantRows((pixels + tiles - 1) / tiles) {
        fillTile(
          operands, region, &position, ahead: operands.ahead + line * simdLanes,
          aheadToo: operands.ahead + (line + lines - 1) % vectors * simdLanes, rowStride: rowStride, rows: $0,
          vectors: vectors)
        pixels -= $0
      }
      line = (line + lines) % vectors
      tiles -= 1
    }
  }

  /// Computes one tile, whose rows and vectors are constants to the compiler.
  @inline(__always)
  private func fillTile(
    _ operands: GatherOperands, _ region: GatherRegion, _ position: inout PixelPosition, ahead: Int, aheadToo: Int,
    rowStride: Int, rows: Int, vectors: Int
  ) {
    let runs = operands.runs + region.firstRun
    let x = operands.input
    var inputs: TileRows<UnsafePointer<Float>> = [x, x, x, x, x, x]
    let y = operands.output
    var outputs: TileRows<UnsafeMutablePointer<Float>> = [y, y, y, y, y, y]
    for row in 0..<rows {
      inputs[row] = position.input
      outputs[row] = position.output + channel
      position.advance(operands, region)
    }

    var accumulator = zeroAccumulators()
    for index in 0..<region.runCount {
      let run = runs[index]
      var weightRow = weights + run.weightRow * rowStride
      // All pixels are read at one moving index, from pointers that stand still, two values a turn: an AVX2 tile has but
      // 12 products for a row of weights, and processors begin four to six instructions a cycle.
      var x = run.inputOffset
      let end = run.inputOffset + run.length
      let lastOfPairs = end - 1
      // The next tile's pixels, if they follow these.
      var nextInputs = inputs[0] + run.inputOffset + rows * region.inputPixelStride
      while x < lastOfPairs {
        fetch_hint(weightRow + ahead)
        if vectors > 1 { fetch_hint(weightRow + aheadToo) }
        fetch_hint(nextInputs)
        addProducts(inputs, x, weightRow, to: &accumulator, rows: rows, vectors: vectors)
        fetch_hint(weightRow + rowStride + ahead)
        if vectors > 1 { fetch_hint(weightRow + rowStride + aheadToo) }
        addProducts(inputs, x + 1, weightRow + rowStride, to: &accumulator, rows: rows, vectors: vectors)
        weightRow += 2 * rowStride
        nextInputs += 2 * rows
        x += 2
      }
      if x < end { addProducts(inputs, x, weightRow, to: &accumulator, rows: rows, vectors: vectors) }
    }
    if let bias = operands.epilogue.bias {
      for v in 0..<vectors {
        let b = load(bias + channel + v * simdLanes)
        for row in 0..<rows { accumulator[row * vectors + v] += b }
      }
    }
    if channels == vectors * simdLanes {
      for row in 0..<rows {
        for v in 0..<vectors { store(accumulator[row * vectors + v], outputs[row] + v * simdLanes) }
      }
    } else {
      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers.
      let sums = accumulator
      for row in 0..<rows {
        for v in 0..<vectors {
          store(sums[row * vectors + v], outputs[row] + v * simdLanes, count: channels - v * simdLanes)
        }
      }
    }
  }

  /// Adds one value of every pixel times one row of weights.
  @inline(__always)
  private func addProducts(
    _ inputs: TileRows<UnsafePointer<Float>>, _ index: Int, _ weightRow: UnsafePointer<Float>,
    to accumulator: inout TileAccumulators<Vector>, rows: Int, vectors: Int
  ) {
    var w: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    for v in 0..<vectors { w[v] = load(weightRow + v * simdLanes) }
    // Written out, since LLVM unrolls a loop up to a length alone, which six rows of four NEON registers exceed; and in a
    // loop, whose rows are no constants, the sums leave their registers.
    addRow(0, inputs, index, w, to: &accumulator, vectors: vectors)
    if rows > 1 { addRow(1, inputs, index, w, to: &accumulator, vectors: vectors) }
    if rows > 2 { addRow(2, inputs, index, w, to: &accumulator, vectors: vectors) }
    if rows > 3 { addRow(3, inputs, index, w, to: &accumulator, vectors: vectors) }
    if rows > 4 { addRow(4, inputs, index, w, to: &accumulator, vectors: vectors) }
    if rows > 5 { addRow(5, inputs, index, w, to: &accumulator, vectors: vectors) }
  }

  /// The same for one pixel.
  @inline(__always)
  private func addRow(
    _ row: Int, _ inputs: TileRows<UnsafePointer<Float>>, _ index: Int, _ w: TileVectors<Vector>,
    to accumulator: inout TileAccumulators<Vector>, vectors: Int
  ) {
    let value = Vector(repeating: inputs[row][index])
    for v in 0..<vectors {
      accumulator[row * vectors + v] = accumulator[row * vectors + v].addingProduct(value, w[v])
    }
  }
}
