import TensorCore

/// Features as `scripts/reference/evaluation_golden.py` draws them: normal variates, each but the first of a row with
/// half of its neighbour added.
func sampleFeatures(
  seed: UInt64, substream: UInt32, rows: Int, columns: Int, shift: Double = 0, scale: Double = 1
) -> RowMatrix {
  var values = [Float](repeating: 0, count: rows * columns)
  RandomStream(seed: seed, purpose: .evaluation, substream: substream).fillNormals(
    &values, mean: shift, standardDeviation: scale)
  let mixed = values.indices.map { $0 % columns == 0 ? values[$0] : values[$0] + 0.5 * values[$0 - 1] }
  return RowMatrix(mixed, columns: columns)
}
