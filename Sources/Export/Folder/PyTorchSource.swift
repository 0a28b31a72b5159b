import NeuralNetwork
import TensorCore

extension NetworkWeights {
  /// The network as modules of PyTorch, in order: those of its layers, and what changes the form of the images between.
  func pyTorchModules(input: ImageForm, output: ImageForm) -> [PyTorchModule] {
    var modules: [PyTorchModule] = []
    var form = input
    func take(_ wanted: ImageForm?, name: String, _ shape: Shape) {
      guard let wanted, wanted != form else { return }
      form = wanted
      let grid = "\(shape.channels), \(shape.height), \(shape.width)"
      modules.append(PyTorchModule(name, wanted == .row ? "nn.Flatten()" : "nn.Unflatten(1, (\(grid)))"))
    }
    for (index, layer) in exportableLayers.enumerated() {
      take(layer.kind.input, name: "form\(index)", layer.plan.input)
      modules += layer.kind.modules(index, layer.plan, form, self)
      form = layer.kind.output ?? form
    }
    take(output, name: "form\(plan.layers.count)", plan.output)
    return modules
  }
}
