import KernelInterface

/// Inner products of all rows of one matrix with all rows of another, in double precision, block by block, so that the
/// memory they take does not grow with the number of rows.
extension ComputeContext {
  /// Reduces the products of each row of `x` with the rows of `y`, which come in ascending order in a few calls.
  ///
  /// The bits depend neither on the threads nor on the instruction set.
  /// - Parameters:
  ///   - x: the rows that are reduced each by itself.
  ///   - y: the rows they are multiplied with.
  ///   - initial: what each row starts from.
  ///   - progress: called now and then with the part that is done, 0 ... 1; it may stop the work by an error.
  ///   - update: takes in the products of a row of `x` with a range of rows of `y`.
  /// - Returns: for each row of `x` what `update` made of its state.
  /// - Throws: what `progress` throws.
  package func reduceRowProducts<State: Sendable>(
    _ x: RowMatrix, _ y: RowMatrix, from initial: State, progress: (Double) throws -> Void = { _ in },
    _ update:
      @Sendable (_ state: inout State, _ row: Int, _ others: Range<Int>, _ products: Span<Double>) -> Void
  ) throws -> [State] {
    precondition(x.columns == y.columns, "rows have equally many values")
    var states = [State](repeating: initial, count: x.count)
    let chunkRows = RowBlocks.chunkRows(columns: y.columns)
    let chunk = DoubleStorage(count: min(chunkRows, RowBlocks.padded(y.count)) * y.columns)
    for start in stride(from: 0, to: y.count, by: chunkRows) {
      let others = start..<min(y.count, start + chunkRows)
      pack(y, others, into: chunk)
      states.withUnsafeMutableBufferPointer { states in
        let shared = SharedResults(elements: states)
        reduceChunk(x, chunk, others) { row, range, products in update(&shared.elements[row], row, range, products) }
      }
      try progress(Double(others.upperBound) / Double(y.count))
    }
    return states
  }

  /// The bytes that ``reduceRowProducts(_:_:from:progress:_:)`` takes for so many rows of each matrix.
  package func rowProductMemory(_ x: Int, _ y: Int, columns: Int) -> Double {
    let chunk = Double(min(RowBlocks.chunkRows(columns: columns), RowBlocks.padded(y))) * Double(columns)
    let worker = Double(RowBlocks.packedRows(x)) * Double(columns) + Double(RowBlocks.besideRows)
    return (chunk + worker * Double(executor.runningThreads)) * Double(MemoryLayout<Double>.stride)
  }

  /// The sum of the squares of each row, with the bits of its product with itself.
  package func squaredNorms(_ x: RowMatrix) -> [Double] {
    var norms = [Double](repeating: 0, count: RowBlocks.padded(x.count))
    norms.withUnsafeMutableBufferPointer { norms in
      guard let start = norms.baseAddress else { return }
      let shared = SharedResults(elements: UnsafeMutableBufferPointer(start: start, count: norms.count))
      let memory = workspace.forEachWorker(2 * rowsOfPanel * x.columns)
      forEachRange(x.count, chunk: rowsOfPanel) { [kernels] rows, worker in
        guard let norms = shared.elements.baseAddress else { return }
        x.pack(rows, kernels, memory[worker].doubles, squaredNorms: norms + rows.lowerBound)
      }
    }
    return Array(norms.prefix(x.count))
  }

  private func pack(_ y: RowMatrix, _ rows: Range<Int>, into chunk: DoubleStorage) {
    let memory = workspace.forEachWorker(2 * rowsOfPanel)
    forEachRange(rows.count, chunk: rowsOfPanel) { [kernels] range, worker in
      y.pack(
        rows.lowerBound + range.lowerBound..<rows.lowerBound + range.upperBound, kernels,
        chunk.pointer + range.lowerBound * y.columns, squaredNorms: memory[worker].doubles)
    }
  }

  /// The products of all rows of `x` with the packed rows `others`.
  private func reduceChunk(
    _ x: RowMatrix, _ chunk: DoubleStorage, _ others: Range<Int>,
    _ body: @Sendable (_ row: Int, _ others: Range<Int>, _ products: Span<Double>) -> Void
  ) {
    let packedCount = RowBlocks.packedRows(x.count) * x.columns
    let memory = workspace.forEachWorker(2 * (packedCount + RowBlocks.besideRows))
    forEachRange(x.count, chunk: RowBlocks.rows) { [kernels] rows, worker in
      let packed = memory[worker].doubles
      let norms = packed + packedCount
      let products = norms + rowsOfPanel
      for first in stride(from: 0, to: rows.count, by: rowsOfPanel) {
        let start = rows.lowerBound + first
        x.pack(
          start..<min(rows.upperBound, start + rowsOfPanel), kernels, packed + first * x.columns, squaredNorms: norms)
      }
      for first in stride(from: 0, to: others.count, by: RowBlocks.width) {
        let count = min(RowBlocks.width, others.count - first)
        kernels.rowProducts(
          RowProductOperands(
            x: packed, xPanels: RowBlocks.panels(rows.count), y: chunk.pointer + first * x.columns,
            yPanels: RowBlocks.panels(count), columns: x.columns, products: products, stride: RowBlocks.width))
        let range = others.lowerBound + first..<others.lowerBound + first + count
        for place in 0..<rows.count {
          let row = UnsafeBufferPointer(start: products + place * RowBlocks.width, count: count)
          body(rows.lowerBound + place, range, row.span)
        }
      }
    }
  }
}

/// The sizes of blocks, which depend on shapes alone.
private enum RowBlocks {
  /// Rows of the first matrix that one worker takes at a time: packed, they stay in the second-level cache.
  static let rows = 64
  /// Rows of the second matrix whose products stand in memory at a time: a multiple of every tile's width.
  static let width = 480

  /// Rows of the second matrix that are packed at a time, a multiple of ``width``: at most about 16 MB.
  static func chunkRows(columns: Int) -> Int { max(1, min(8, (1 << 21) / columns / width)) * width }

  /// Rows of the first matrix that a worker has memory for, if there are so many in all.
  static func packedRows(_ count: Int) -> Int { min(rows, padded(count)) }

  /// What a worker has beside them: the norms of a panel, and products.
  static let besideRows = rowsOfPanel + rows * width

  static func panels(_ rows: Int) -> Int { (rows + rowsOfPanel - 1) / rowsOfPanel }

  static func padded(_ rows: Int) -> Int { panels(rows) * rowsOfPanel }
}

extension RowMatrix {
  /// Packs at most eight rows as a panel.
  fileprivate func pack(
    _ rows: Range<Int>, _ kernels: KernelTable, _ panel: UnsafeMutablePointer<Double>,
    squaredNorms: UnsafeMutablePointer<Double>
  ) {
    switch values {
    case .floats(let values):
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        kernels.packFloatRows(
          RowPackingOperands(
            source: start + rows.lowerBound * columns, rows: rows.count, columns: columns, panel: panel,
            squaredNorms: squaredNorms))
      }
    case .bytes(let values):
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        kernels.packByteRows(
          RowPackingOperands(
            source: start + rows.lowerBound * columns, rows: rows.count, columns: columns, panel: panel,
            squaredNorms: squaredNorms))
      }
    }
  }
}

/// Memory for doubles, aligned to a cache line.
private final class DoubleStorage: Sendable {
  private let storage: TensorStorage
  nonisolated(unsafe) let pointer: UnsafeMutablePointer<Double>

  init(count: Int) {
    storage = TensorStorage(count: 2 * count)
    pointer = storage.doubles
  }
}

extension TensorStorage {
  /// The memory as doubles, half as many.
  fileprivate var doubles: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(pointer).bindMemory(to: Double.self, capacity: count / 2)
  }
}
