import NeuralNetwork
import TensorCore

// Other programs compute with weights as they are, and see one image at a time: what is behind a layer's own arithmetic
// is worked out here.
extension NetworkWeights {
  private static let leftSuffix = ".weight_v"
  private static let rightSuffix = ".weight_u"
  private static let deviationSuffix = ".running_deviation"

  /// State with spectrally normalised weights in place of those that the optimiser changes and the vectors beside them.
  static func folded(_ state: [NamedState]) -> [NamedState] {
    let floats = floats(state)
    return state.compactMap { item in
      if [leftSuffix, rightSuffix, deviationSuffix].contains(where: item.name.hasSuffix) { return nil }
      guard let u = floats[item.name + "_u"], let v = floats[item.name + "_v"], let weights = floats[item.name] else {
        return item
      }
      let tensor = Tensor(count: weights.count)
      tensor.values = normalized(weights, u, v)
      return .floats(item.name, shape: item.shape, tensor)
    }
  }

  /// What minibatch deviation adds in inference, by layer.
  static func deviations(_ state: [NamedState]) -> [Int: Float] {
    let pairs = floats(state).compactMap { name, values -> (Int, Float)? in
      guard name.hasSuffix(deviationSuffix), let layer = Int(name.dropLast(deviationSuffix.count)) else { return nil }
      return values.first.map { (layer, $0) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private static func floats(_ state: [NamedState]) -> [String: [Float]] {
    let pairs = state.compactMap { item -> (String, [Float])? in
      if case .floats(let values) = item.read() { (item.name, values) } else { nil }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Weights divided by `u' W v`, which count an output's row one behind the other.
  private static func normalized(_ weights: [Float], _ u: [Float], _ v: [Float]) -> [Float] {
    let value = u.indices.reduce(0.0) { sum, output in
      let product = v.indices.reduce(0.0) { $0 + Double(weights[output * v.count + $1]) * Double(v[$1]) }
      return sum + Double(u[output]) * product
    }
    return weights.map { $0 * Float(1 / value) }
  }
}
