/// The order of values on disk against that in memory, by the axes along which both count them.
public struct DiskOrder: Sendable {
  /// An axis, with the distance of its neighbours in either order.
  public struct Axis: Sendable {
    /// The number of values along it.
    public let count: Int
    /// The distance of neighbours on disk.
    public let disk: Int
    /// The distance of neighbours in memory.
    public let memory: Int

    /// Creates an axis.
    public init(count: Int, disk: Int, memory: Int) { (self.count, self.disk, self.memory) = (count, disk, memory) }
  }

  private let count: Int
  /// The axis along which values lie closely in memory.
  private let down: Axis
  /// The axis along which values lie closely on disk.
  private let across: Axis
  /// The other axes: up to two.
  private let outer: Axis
  private let inner: Axis

  /// Two orders of as many values as the axes span, up to four of them. In either, neighbours along one axis lie closely.
  public init(_ axes: [Axis]) {
    count = axes.reduce(1) { $0 * $1.count }
    var rest = axes.filter { $0.count > 1 }
    let single = Axis(count: 1, disk: 0, memory: 0)
    func take(_ isWanted: (Axis) -> Bool) -> Axis {
      rest.firstIndex(where: isWanted).map { rest.remove(at: $0) } ?? single
    }
    down = take { $0.memory == 1 }
    across = take { $0.disk == 1 }
    outer = take { _ in true }
    inner = take { _ in true }
    precondition(rest.isEmpty, "the orders are counted along four axes at most")
  }

  /// Values in disk order, put in memory order.
  public func memoryOrder(_ disk: [Float]) -> [Float] {
    precondition(disk.count == count, "every value has its place")
    return disk.withUnsafeBufferPointer { disk in
      [Float](unsafeUninitializedCapacity: count) { memory, count in
        let (from, to) = (disk.baseAddress!, memory.baseAddress!)
        forEachSquare {
          Self.transpose(
            from + $0.disk, stride: down.disk, to: to + $0.memory, stride: across.memory, rows: $0.rows,
            columns: $0.columns)
        }
        count = disk.count
      }
    }
  }

  /// A tensor's values in memory order, put in disk order, without a copy of them on the way: the largest layer's is
  /// megabytes.
  public func diskOrder(_ memory: Tensor) -> [Float] {
    precondition(memory.count == count, "every value has its place")
    return [Float](unsafeUninitializedCapacity: count) { disk, count in
      let (from, to) = (memory.pointer, disk.baseAddress!)
      forEachSquare {
        Self.transpose(
          from + $0.memory, stride: across.memory, to: to + $0.disk, stride: down.disk, rows: $0.columns,
          columns: $0.rows)
      }
      count = memory.count
    }
  }

  /// Values whose rows lie closely on disk and whose columns lie closely in memory.
  private struct Square {
    /// The first value's index on disk.
    let disk: Int
    /// The first value's index in memory.
    let memory: Int
    let rows: Int
    let columns: Int
  }

  /// Calls `body` with squares that hold all values: their lines fit in a cache in both orders.
  private func forEachSquare(_ body: (Square) -> Void) {
    for o in 0..<outer.count {
      for i in 0..<inner.count {
        for row in stride(from: 0, to: down.count, by: Self.side) {
          for column in stride(from: 0, to: across.count, by: Self.side) {
            body(
              Square(
                disk: o * outer.disk + i * inner.disk + row * down.disk + column,
                memory: o * outer.memory + i * inner.memory + row + column * across.memory,
                rows: min(Self.side, down.count - row), columns: min(Self.side, across.count - column)))
          }
        }
      }
    }
  }

  /// The values of a square's row: a line of a cache.
  private static let side = 16

  /// Copies rows that are `stride` apart to columns that are `otherStride` apart, by way of a copy of the square: its
  /// lines are asked for at once, not one by one.
  private static func transpose(
    _ rows: UnsafePointer<Float>, stride: Int, to columns: UnsafeMutablePointer<Float>, stride otherStride: Int,
    rows rowCount: Int, columns columnCount: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { square in
      let square = square.baseAddress!
      for row in 0..<rowCount {
        (square + row &* side).update(from: rows + row &* stride, count: columnCount)
      }
      for column in 0..<columnCount {
        let target = columns + column &* otherStride
        for row in 0..<rowCount { target[row] = square[row &* side &+ column] }
      }
    }
  }
}
