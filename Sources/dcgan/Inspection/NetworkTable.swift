import NeuralNetwork
import TensorCore

/// The layers of a network with what they cost, for the commands that show them.
enum NetworkTable {
  /// A line a layer, with sums below, within so many columns of a terminal if it goes to one.
  static func lines(_ plan: NetworkPlan, within columns: Int?) -> [String] {
    var table = TextTable([.right, .left, .left, .right, .right], sentences: 1)
    table.add(["", "layer", "output", "parameters", "multiply-adds"])
    for (index, layer) in plan.layers.enumerated() {
      table.add([
        String(index), layer.description.summary, layer.output.imageText, layer.parameterCount.grouped,
        layer.multiplyAdds.grouped,
      ])
    }
    table.add(["", "total", "", plan.parameterCount.grouped, plan.multiplyAdds.grouped])
    return table.lines(within: columns)
  }
}
