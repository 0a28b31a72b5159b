import NeuralNetwork

// Exported weights are already divided by their largest singular value, so the layers are plain ones.

extension SpectralLinear: ExportableLayer {
  var input: ImageForm? { plain.input }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    plain.add(to: &graph, index, network, form)
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    plain.modules(index, plan, form, network)
  }
}

extension SpectralConvolution: ExportableLayer {
  var input: ImageForm? { plain.input }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    plain.add(to: &graph, index, network, form)
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    plain.modules(index, plan, form, network)
  }
}

extension MinibatchDeviation: ExportableLayer {
  var input: ImageForm? { .grid }

  /// In inference the added channel is a constant.
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let (pads, value) = ("\(index).pads", "\(index).value")
    graph.addConstant(pads, [0, 0, 0, 0, 0, 1, 0, 0])
    graph.addConstant(value, shape: [], [network.deviations[index] ?? 0])
    graph.add("Pad", name: "\(index)", constants: [pads, value], attributes: [("mode", .text("constant"))])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.ConstantPad3d((0, 0, 0, 0, 0, 1), \(network.deviations[index] ?? 0))")]
  }
}
