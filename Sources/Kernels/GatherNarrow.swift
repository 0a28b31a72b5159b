import KernelInterface

// The gather engine where there are at most four output channels: the last layer of a generator and the gradient that
// reaches a picture. Vectors over output channels would be all but empty, so the 16 lanes run over a run's values
// instead, and are added up by one fixed tree at the end:
//
//   for run: for 16 values k of the run:  acc[n][lane] += x[k + lane] * W[n][k + lane]
//   y[n] = tree(acc[n])

/// Computes all of the one to four output channels of a share's pixels. The weights are packed as `[sub-kernel][n][k]`.
package func gatherNarrow(_ operands: GatherOperands, _ region: GatherRegion, _ share: GatherShare) {
  withConstantChannels(operands.outputChannels) {
    fill(operands, region, share.firstPixel, share.lastPixel, channels: $0)
  }
}

/// Calls `body` with `channels`, 1 ... 4, as a constant, for which the compiler then unrolls its loops.
@inline(__always)
private func withConstantChannels(_ channels: Int, _ body: (_ channels: Int) -> Void) {
  switch channels {
  case 1: body(1)
  case 2: body(2)
  case 3: body(3)
  default: body(4)
  }
}

@inline(__always)
private func fill(
  _ operands: GatherOperands, _ region: GatherRegion, _ first: Int, _ last: Int, channels: Int
) {
  let pixelsPerTile = Tile.narrowPixels(channels)
  let runs = operands.runs + region.firstRun
  let weights = operands.weights + region.weightOrigin
  var position = PixelPosition(pixel: first, operands, region)
  var pixel = first
  while pixel < last {
    // An incomplete tile repeats its last pixel and does not store it.
    let pixels = min(pixelsPerTile, last - pixel)
    let x = operands.input
    let y = operands.output
    var inputs: InlineArray<8, UnsafePointer<Float>> = [x, x, x, x, x, x, x, x]
    var outputs: InlineArray<8, UnsafeMutablePointer<Float>> = [y, y, y, y, y, y, y, y]
    for p in 0..<pixelsPerTile {
      inputs[p] = position.input
      outputs[p] = position.output
      if p + 1 < pixels { position.advance(operands, region) }
    }
    position.advance(operands, region)

    var accumulator = zeroAccumulators()
    for index in 0..<region.runCount {
      let run = runs[index]
      let w = weights + run.weightRow
      var k = 0
      while k + simdLanes <= run.length {
        for n in 0..<channels {
          let row = load(w + n * region.weightRows + k)
          for p in 0..<pixelsPerTile {
            let sum = accumulator[n * pixelsPerTile + p]
            accumulator[n * pixelsPerTile + p] = sum.addingProduct(load(inputs[p] + run.inputOffset + k), row)
          }
        }
        k += simdLanes
      }
      if k < run.length {
        // Loads of some lanes are loops, and in a loop that is not unrolled the sums would leave their registers.
        let count = run.length - k
        var rows: InlineArray<4, Vector> = [.zero, .zero, .zero, .zero]
        var values: InlineArray<8, Vector> = [.zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero]
        for n in 0..<channels { rows[n] = load(w + n * region.weightRows + k, count: count) }
        for p in 0..<pixelsPerTile { values[p] = load(inputs[p] + run.inputOffset + k, count: count) }
        for n in 0..<channels {
          for p in 0..<pixelsPerTile {
            let sum = accumulator[n * pixelsPerTile + p]
            accumulator[n * pixelsPerTile + p] = sum.addingProduct(values[p], rows[n])
          }
        }
      }
    }
    if channels == 1 {
      store(&accumulator, outputs, pixels: pixels, channels: channels, operands.epilogue)
    } else {
      // A copy, so that the accumulators themselves are indexed by constants alone and stay in registers. Those of one
      // channel stay there in any case, and a copy would cost a quarter of the layer.
      var sums = accumulator
      store(&sums, outputs, pixels: pixels, channels: channels, operands.epilogue)
    }
    pixel += pixels
  }
}

/// Stores the sums of a tile's pixels.
@inline(__always)
private func store(
  _ sums: inout TileAccumulators<Vector>, _ outputs: InlineArray<8, UnsafeMutablePointer<Float>>, pixels: Int,
  channels: Int, _ epilogue: Epilogue
) {
  let pixelsPerTile = Tile.narrowPixels(channels)
  for p in 0..<pixelsPerTile where p < pixels {
    for n in 0..<channels {
      let sum = sumOfLanes(sums[n * pixelsPerTile + p])
      if let bias = epilogue.bias { outputs[p][n] = sum + bias[n] } else { outputs[p][n] = sum }
    }
  }
}
