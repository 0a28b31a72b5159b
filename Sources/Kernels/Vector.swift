import KernelInterface

/// The logical vector of every kernel: one AVX-512 register, two AVX2 or four NEON registers. Reductions over its lanes
/// use one fixed tree, so the result does not depend on which.
typealias Vector = SIMD16<Float>

/// Room for a tile's accumulators, `Tile.rows x Tile.vectors` of which are used and the others cost nothing. A literal,
/// because `InlineArray(repeating:)` may become a function of its own, which the linker would share between instruction
/// sets.
@inline(__always)
func zeroAccumulators() -> TileAccumulators<Vector> {
  [
    .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero,
    .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero,
  ]
}

/// Calls `body` with `rows`, 1 ... 6, the most that `TileRows` hold, as a constant, for which the compiler then
/// unrolls its loops.
@inline(__always)
func withConstantRows(_ rows: Int, _ body: (_ rows: Int) -> Void) {
  switch rows {
  case 1: body(1)
  case 2: body(2)
  case 3: body(3)
  case 4: body(4)
  case 5: body(5)
  default: body(6)
  }
}

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
}

/// The first `count` values, the other lanes zero.
@inline(__always)
func load(_ pointer: UnsafePointer<Float>, count: Int) -> Vector {
  if count >= simdLanes { return load(pointer) }
  var vector = Vector.zero
  for lane in 0..<count { vector[lane] = pointer[lane] }
  return vector
}

/// Stores the first `count` lanes.
@inline(__always)
func store(_ vector: Vector, _ pointer: UnsafeMutablePointer<Float>, count: Int) {
  if count >= simdLanes { return store(vector, pointer) }
  for lane in 0..<count { pointer[lane] = vector[lane] }
}

/// The sum of the lanes by halving: 16 -> 8 -> 4 -> 2 -> 1.
@inline(__always)
func sumOfLanes(_ vector: Vector) -> Float {
  let eight = vector.lowHalf + vector.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}

/// Walks `count` values by vectors. The last, incomplete one comes with its count of lanes, since the next value may
/// belong to another worker.
@inline(__always)
func forEachVector(_ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
  var offset = 0
  while offset + simdLanes <= count {
    body(offset, simdLanes)
    offset += simdLanes
  }
  if offset < count { body(offset, count - offset) }
}
