import KernelInterface

/// Makes a tile of independent fused multiply-adds in registers `iterations` times: the most that this processor can
/// do, against which the engines are measured. Returns a value that depends on all of them.
package func peak(iterations: Int) -> Float {
  var accumulator = zeroAccumulators()
  let factor = Vector(repeating: 0.999)
  let addend = Vector(repeating: 1e-9)
  for _ in 0..<iterations {
    for index in 0..<Tile.rows * Tile.vectors {
      accumulator[index] = accumulator[index].addingProduct(addend, factor)
    }
  }
  var sum = Vector.zero
  for index in 0..<Tile.rows * Tile.vectors { sum += accumulator[index] }
  return sumOfLanes(sum)
}
