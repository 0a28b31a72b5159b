import TensorCore
import Testing

/// Products of rows against the sums that define them; whole numbers are not rounded.
@Suite struct RowProductsTests {
  private func wholeNumbers(_ count: Int, _ columns: Int, substream: UInt32) -> [Float] {
    var values = [Float](repeating: 0, count: count * columns)
    RandomStream(seed: 4, purpose: .evaluation, substream: substream).fillUniforms(&values, in: -50...50)
    return values.map { $0.rounded() }
  }

  private func products(_ x: RowMatrix, _ y: RowMatrix, _ context: ComputeContext) throws -> [[Double]] {
    try context.reduceRowProducts(x, y, from: []) { row, _, others, products in
      #expect(others.lowerBound == row.count)
      for index in products.indices { row.append(products[index]) }
    }
  }

  @Test(arguments: [(1, 1, 1), (7, 9, 3), (8, 24, 16), (65, 481, 5), (130, 25, 784)])
  func productsOfWholeNumbersAreExact(_ x: Int, _ y: Int, _ columns: Int) throws {
    let a = wholeNumbers(x, columns, substream: 0)
    let b = wholeNumbers(y, columns, substream: 1)
    let expected = (0..<x).map { i in
      (0..<y).map { j in (0..<columns).reduce(0.0) { $0 + Double(a[i * columns + $1]) * Double(b[j * columns + $1]) } }
    }
    for instructionSet in InstructionSet.available {
      for threads in [1, 3] {
        let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: .scattered(seed: 3))
        let found = try products(RowMatrix(a, columns: columns), RowMatrix(b, columns: columns), context)
        #expect(found == expected)
      }
    }
  }

  @Test func rowsOfSeveralChunksComeInOrder() throws {
    let context = try ComputeContext(threads: 2)
    let y = RowMatrix((0..<9001).map { Float($0) }, columns: 1)
    let found = try products(RowMatrix([Float(2)], columns: 1), y, context)
    #expect(found == [(0..<9001).map { Double(2 * $0) }])
  }

  @Test func bytesGiveTheProductsOfTheirNumbers() throws {
    let context = try ComputeContext(threads: 2)
    let bytes = (0..<60).map { UInt8($0 * 4) }
    let floats = bytes.map { Float($0) }
    let expected = try products(RowMatrix(floats, columns: 6), RowMatrix(floats, columns: 6), context)
    #expect(try products(RowMatrix(bytes, columns: 6), RowMatrix(bytes, columns: 6), context) == expected)
    #expect(context.squaredNorms(RowMatrix(bytes, columns: 6)) == (0..<10).map { expected[$0][$0] })
  }

  @Test func theProductOfARowWithItselfHasTheBitsOfItsNorm() throws {
    var values = [Float](repeating: 0, count: 33 * 17)
    RandomStream(seed: 4, purpose: .evaluation, substream: 2).fillNormals(&values)
    let x = RowMatrix(values, columns: 17)
    for instructionSet in InstructionSet.available {
      let context = try ComputeContext(threads: 1, instructionSet: instructionSet)
      let found = try products(x, x, context)
      #expect(context.squaredNorms(x) == (0..<33).map { found[$0][$0] })
    }
  }

  @Test func workStopsAtAnError() throws {
    struct Stop: Error {}
    let context = try ComputeContext(threads: 2)
    let x = RowMatrix([Float](repeating: 1, count: 20), columns: 2)
    #expect(throws: Stop.self) {
      _ = try context.reduceRowProducts(x, x, from: 0.0, progress: { _ in throw Stop() }) { _, _, _, _ in }
    }
  }
}
