import NeuralNetwork
import TensorCore

/// A kind of layer that other programs have too.
///
/// There, an image is a row of values, (N, values), or a grid, (N, channels, rows, columns); here the former is a grid
/// of one pixel.
protocol ExportableLayer: LayerKind {
  /// What the layer takes elsewhere; `nil` if it takes either and gives the same.
  var input: ImageForm? { get }
  /// What it gives elsewhere; as it takes if `nil`.
  var output: ImageForm? { get }

  /// Adds the operators of a layer at a place of a network, which takes images of a form, to a graph of ONNX.
  func add(to graph: inout ONNXGraph, _ index: Int, _ network: NetworkWeights, _ form: ImageForm)

  /// The layer as modules of PyTorch, each with its name: the one that has the parameters bears the layer's number.
  func modules(_ index: Int, _ plan: LayerPlan, _ form: ImageForm, _ network: NetworkWeights) -> [PyTorchModule]
}

/// How other programs hold an image.
enum ImageForm {
  case row, grid
}

extension ExportableLayer {
  var input: ImageForm? { nil }
  var output: ImageForm? { input }
}

/// A module of PyTorch's `torch.nn`: its name in a network, and the expression that makes it.
struct PyTorchModule: Equatable {
  let name: String
  let expression: String

  init(_ name: String, _ expression: String) {
    self.name = name
    self.expression = expression
  }

  init(_ index: Int, _ expression: String) { self.init(String(index), expression) }
}

extension Bool {
  /// As Python writes it.
  var python: String { self ? "True" : "False" }
}
