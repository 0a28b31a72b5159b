import FileFormats
import NeuralNetwork

extension SafetensorsSource {
  /// State under its own name behind `prefix`, read when it is written.
  package init(_ item: NamedState, prefix: String = "") {
    self.init(name: prefix + item.name, shape: item.shape, elementType: item.kind == .floats ? .float32 : .int64) {
      switch item.read() {
      case .floats(let values): .float32(values)
      case .integers(let values): .int64(values)
      }
    }
  }
}
