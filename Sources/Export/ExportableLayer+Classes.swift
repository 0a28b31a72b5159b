import NeuralNetwork
import TensorCore

extension ONNXGraph {
  /// The input that has the class of each image.
  static let classes = "classes"
}

extension ClassModulation: ExportableLayer {
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    for (parameter, type) in [("weight", "Mul"), ("bias", "Add")] {
      guard let (shape, values) = network.values(layer: index, parameter) else { continue }
      let name = "\(index).\(parameter)"
      // A row for each class, with an extent of one for rows and columns of pixels.
      graph.addConstant("\(name).rows", shape: shape + (form == .grid ? [1, 1] : []), values)
      graph.add("Gather", name: name, inputs: ["\(name).rows", ONNXGraph.classes])
      graph.add(type, name: "\(index).\(type)", constants: [name])
    }
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "ClassModulation(\(classes), \(plan.input.channels))")]
  }
}

extension ClassProjection: ExportableLayer {
  var input: ImageForm? { .row }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let (rows, mask) = ("\(index).rows", "\(index).mask")
    // A row for each class: ones at the value of all classes and at its own.
    graph.addConstant(
      rows, shape: [classes, classes + 1],
      (0..<classes).flatMap { number in (0...classes).map { $0 == 0 || $0 == number + 1 ? 1 : 0 } })
    graph.addConstant("\(index).axes", [1])
    graph.add("Gather", name: mask, inputs: [rows, ONNXGraph.classes])
    graph.add("Mul", name: "\(index).own", constants: [mask])
    graph.add("ReduceSum", name: "\(index)", constants: ["\(index).axes"])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "ClassProjection()")]
  }
}

extension PyTorchModule {
  /// What PyTorch lacks of a conditional network: the modules that look up the class, and a sequence that tells it to
  /// them.
  static let conditional = """
    class ClassModulation(nn.Module):
        def __init__(self, classes, channels):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(classes, channels))
            self.bias = nn.Parameter(torch.zeros(classes, channels))

        def forward(self, x, classes):
            shape = (len(x), -1) + (1,) * (x.dim() - 2)
            return x * self.weight[classes].view(shape) + self.bias[classes].view(shape)


    class ClassProjection(nn.Module):
        def forward(self, x, classes):
            return x[:, :1] + x.gather(1, classes[:, None] + 1)


    class Conditional(nn.Sequential):
        def forward(self, x, classes):
            for module in self:
                own = isinstance(module, (ClassModulation, ClassProjection))
                x = module(x, classes) if own else module(x)
            return x
    """
}
