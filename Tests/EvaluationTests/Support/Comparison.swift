import TensorCore

@testable import Evaluation

/// The figures of features alone.
struct Comparison: Equatable {
  var kernel: KernelDistance
  var precision: Double
  var recall: Double
  var density: Double
  var coverage: Double

  init(_ x: RowMatrix, _ y: RowMatrix, _ context: ComputeContext) throws {
    let xs = try Neighbourhoods(x, context) { _ in }
    let ys = try Neighbourhoods(y, context) { _ in }
    let xy = try CrossNeighbourhoods(xs, against: ys, context) { _ in }
    let yx = try CrossNeighbourhoods(ys, against: xs, context) { _ in }
    func share(_ flags: [Bool]) -> Double { Double(flags.filter(\.self).count) / Double(flags.count) }
    kernel = KernelDistance(within: xs.kernelSums, ys.kernelSums, between: xy.kernelSums, yx.kernelSums)
    precision = share(xy.neighbourhoods.map { $0 > 0 })
    recall = share(yx.neighbourhoods.map { $0 > 0 })
    density = Double(xy.neighbourhoods.reduce(0, +)) / Double(Neighbourhoods.k * x.count)
    coverage = share(yx.isCovered)
  }
}
