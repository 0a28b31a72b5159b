import KernelInterface

// The gather engine where there are at most four output channels: the last layer of a generator and the gradient that
// reaches a picture. Vectors over output channels would be all but empty, so the 16 lanes run over a run's values
// instead, and are added up by one fixed tree at the end:
//
//   for run: for 16 values k of the run:  acc[n][lane] += x[k + lane] * W[n][k + lane]
//   y[n] = tree(acc[n])

/// Computes the outputs of the region's pixels `first ..< last` as ``gather(_:_:first:last:)`` does, for one to four
/// output channels. The weights are packed as `[sub-kernel][n][k]`.
package func gatherNarrow(_ operands: GatherOperands, _ region: GatherRegion, first: Int, last: Int) {
  withConstantChannels(operands.outputChannels) { fill(operands, region, first, last, channels: $0) }
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
  let runs = operands.runs + region.firstRun
  let weights = operands.weights + region.weightOrigin
  var position = PixelPosition(pixel: first, region: region)
  for _ in first..<last {
    let input = position.input(operands, region)
    let output = position.output(operands, region)
    var accumulator: InlineArray<4, Vector> = [.zero, .zero, .zero, .zero]
    for index in 0..<region.runCount {
      let run = runs[index]
      let x = input + run.inputOffset
      let w = weights + run.weightRow
      var k = 0
      while k + simdLanes <= run.length {
        let values = load(x + k)
        for n in 0..<channels {
          accumulator[n] = accumulator[n].addingProduct(values, load(w + n * region.weightRows + k))
        }
        k += simdLanes
      }
      if k < run.length {
        let values = load(x + k, count: run.length - k)
        for n in 0..<channels {
          let row = load(w + n * region.weightRows + k, count: run.length - k)
          accumulator[n] = accumulator[n].addingProduct(values, row)
        }
      }
    }
    for n in 0..<channels {
      let sum = sumOfLanes(accumulator[n])
      if let bias = operands.epilogue.bias { output[n] = sum + bias[n] } else { output[n] = sum }
    }
    position.advance(region)
  }
}
