import FileFormats
import NeuralNetwork

extension ExportedNetworks {
  /// Writes all values of both networks for numpy, under the names of the checkpoint: `generator.0.weight` and so on,
  /// in PyTorch's shapes.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file cannot be written.
  public func writeNPZ(to path: String) throws {
    let arrays = namedState.map { name, item in
      switch item.read() {
      case .floats(let values): (name: name, array: NumberArray(shape: item.shape, values))
      case .integers(let values): (name: name, array: NumberArray(shape: item.shape, values))
      }
    }
    try NPZFile.write(arrays, to: path)
  }
}
