import NeuralNetwork

/// A network with its trained values, as other programs want them: names and shapes of PyTorch, `0.weight` and so on.
struct NetworkWeights {
  /// The layers.
  let plan: NetworkPlan
  /// Parameters and running statistics in the order of the layers, as the layers compute with them.
  let state: [NamedState]
  /// What stands in the channel that minibatch deviation adds, by layer: other programs have it as a constant.
  let deviations: [Int: Float]

  /// What a network in memory holds.
  init(_ network: Sequential) {
    plan = network.plan
    let all = network.namedState(prefix: "")
    deviations = Self.deviations(all)
    state = Self.folded(all)
  }

  /// The floats of a layer under a name such as `weight`; `nil` if it has none of that name.
  func values(layer: Int, _ name: String) -> (shape: [Int], values: [Float])? {
    guard let item = state.first(where: { $0.name == "\(layer).\(name)" }), case .floats(let values) = item.read()
    else {
      return nil
    }
    return (item.shape, values)
  }
}

extension NetworkWeights {
  /// The layers as other programs have them.
  ///
  /// - Precondition: Every kind of layer can be exported, which a test makes sure of.
  var exportableLayers: [(kind: any ExportableLayer, plan: LayerPlan)] {
    plan.layers.map { layer in
      guard let kind = layer.description.kind as? any ExportableLayer else {
        preconditionFailure("'\(layer.description.summary)' cannot be exported.")
      }
      return (kind, layer)
    }
  }
}
