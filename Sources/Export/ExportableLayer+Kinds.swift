import NeuralNetwork
import TensorCore

extension ONNXGraph {
  /// Adds a layer's parameters that are there, and returns their names.
  fileprivate mutating func addParameters(_ names: [String], _ index: Int, _ network: NetworkWeights) -> [String] {
    names.compactMap { name in
      network.values(layer: index, name).map {
        addConstant("\(index).\(name)", shape: $0.shape, $0.values)
        return "\(index).\(name)"
      }
    }
  }
}

extension Linear: ExportableLayer {
  var input: ImageForm? { .row }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let parameters = graph.addParameters(["weight", "bias"], index, network)
    graph.add("Gemm", name: "\(index)", constants: parameters, attributes: [("transB", .integer(1))])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.Linear(\(plan.input.imageCount), \(outputs), bias=\(bias.python))")]
  }
}

extension Reshape: ExportableLayer {
  var output: ImageForm? { .grid }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    graph.reshape(name: "\(index)", [channels, height, width])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.Unflatten(1, (\(channels), \(height), \(width)))")]
  }
}

extension ConvolutionDescription {
  fileprivate var attributes: [(String, ONNXGraph.Attribute)] {
    [
      ("kernel_shape", .integers([kernelSize, kernelSize])),
      ("pads", .integers([padding.top, padding.left, padding.bottom, padding.right])),
      ("strides", .integers([stride, stride])),
    ]
  }

  /// The arguments that both of PyTorch's classes take, padded by as much on every side.
  fileprivate func arguments(_ plan: LayerPlan, padding: Int) -> String {
    "\(plan.input.channels), \(channels), \(kernelSize), stride=\(stride), padding=\(padding), bias=\(bias.python)"
  }
}

extension Convolution: ExportableLayer {
  var input: ImageForm? { .grid }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let parameters = graph.addParameters(["weight", "bias"], index, network)
    graph.add("Conv", name: "\(index)", constants: parameters, attributes: convolution.attributes)
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    let padding = convolution.padding
    if let side = padding.everySide {
      return [PyTorchModule(index, "nn.Conv2d(\(convolution.arguments(plan, padding: side)))")]
    }
    let sides = "\(padding.left), \(padding.right), \(padding.top), \(padding.bottom)"
    return [
      PyTorchModule("padding\(index)", "nn.ZeroPad2d((\(sides)))"),
      PyTorchModule(index, "nn.Conv2d(\(convolution.arguments(plan, padding: 0)))"),
    ]
  }
}

extension TransposedConvolution: ExportableLayer {
  var input: ImageForm? { .grid }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let parameters = graph.addParameters(["weight", "bias"], index, network)
    graph.add(
      "ConvTranspose", name: "\(index)", constants: parameters,
      attributes: convolution.attributes + [("output_padding", .integers([outputPadding, outputPadding]))])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    let padding = convolution.padding
    let more = outputPadding == 0 ? "" : ", output_padding=\(outputPadding)"
    if let side = padding.everySide {
      return [PyTorchModule(index, "nn.ConvTranspose2d(\(convolution.arguments(plan, padding: side))\(more))")]
    }
    let sides = "-\(padding.left), -\(padding.right), -\(padding.top), -\(padding.bottom)"
    return [
      PyTorchModule(index, "nn.ConvTranspose2d(\(convolution.arguments(plan, padding: 0))\(more))"),
      PyTorchModule("cropping\(index)", "nn.ZeroPad2d((\(sides)))"),
    ]
  }
}

extension Upsampling: ExportableLayer {
  var input: ImageForm? { .grid }

  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    graph.addConstant("\(index).scales", shape: [4], [1, 1, Float(scale), Float(scale)])
    graph.add(
      "Resize", name: "\(index)", constants: ["", "\(index).scales"],
      attributes: [
        ("coordinate_transformation_mode", .text("asymmetric")), ("mode", .text("nearest")),
        ("nearest_mode", .text("floor")),
      ])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.Upsample(scale_factor=\(scale))")]
  }
}

extension BatchNormalization: ExportableLayer {
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    let parameters = graph.addParameters(["weight", "bias", "running_mean", "running_var"], index, network)
    graph.add(
      "BatchNormalization", name: "\(index)", constants: parameters, attributes: [("epsilon", .float(1e-5))])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.BatchNorm\(form == .row ? 1 : 2)d(\(plan.input.channels))")]
  }
}

extension ReLU: ExportableLayer {
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    graph.add("Relu", name: "\(index)")
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.ReLU()")]
  }
}

extension LeakyReLU: ExportableLayer {
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    graph.add("LeakyRelu", name: "\(index)", attributes: [("alpha", .float(slope))])
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.LeakyReLU(\(slope))")]
  }
}

extension Tanh: ExportableLayer {
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm) {
    graph.add("Tanh", name: "\(index)")
  }

  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule] {
    [PyTorchModule(index, "nn.Tanh()")]
  }
}
