import NeuralNetwork
import TensorCore

/// The layers of a network with what they cost, for the commands that show them.
enum NetworkTable {
  /// A line a layer, with sums below.
  static func lines(_ plan: NetworkPlan) -> [String] {
    var table = TextTable([.right, .left, .left, .right, .right])
    table.add(["", "layer", "output", "parameters", "multiply-adds"])
    for (index, layer) in plan.layers.enumerated() {
      table.add([
        String(index), layer.description.summary, layer.output.imageText, layer.parameterCount.grouped,
        layer.multiplyAdds.grouped,
      ])
    }
    table.add(["", "total", "", plan.parameterCount.grouped, plan.multiplyAdds.grouped])
    return table.lines
  }
}

extension LayerDescription {
  /// The layer in a few words.
  fileprivate var summary: String {
    switch self {
    case .linear(_, let bias): "linear" + (bias ? ", bias" : "")
    case .reshape: "reshape"
    case .convolution(let it): "convolution \(it.summary)"
    case .transposedConvolution(let it, let outputPadding):
      "transposed convolution \(it.summary)" + (outputPadding > 0 ? ", output padding \(outputPadding)" : "")
    case .upsampling(let scale): "up-sampling x\(scale), nearest"
    case .batchNorm: "batch normalisation"
    case .relu: "ReLU"
    case .leakyReLU(let slope): "leaky ReLU \(slope)"
    case .tanh: "tanh"
    }
  }
}

extension ConvolutionDescription {
  fileprivate var summary: String {
    "\(kernelSize)x\(kernelSize), stride \(stride), padding \(padding.summary)" + (bias ? ", bias" : "")
  }
}
