import FileFormats
import GAN
import NeuralNetwork
import TensorCore

/// An architecture with the shapes of what goes through it, as a page draws it.
enum PageArchitecture {
  /// Both networks; `nil` if they cannot be built.
  static func json(_ architecture: Architecture) -> JSONValue? {
    guard let generator = try? architecture.generatorPlan(), let discriminator = try? architecture.discriminatorPlan()
    else { return nil }
    return .object([
      "name": .string(architecture.name), "generator": json(generator, input: "latent vector"),
      "discriminator": json(discriminator, input: "image"),
    ])
  }

  private static func json(_ plan: NetworkPlan, input: String) -> JSONValue {
    .object([
      "input": shape(plan.input), "inputName": .string(input), "layers": .array(plan.layers.map(json)),
    ])
  }

  private static func json(_ layer: LayerPlan) -> JSONValue {
    let summary = layer.description.summary
    let words = summary.split(separator: ",", maxSplits: 1)[0].split(separator: " ").map(String.init)
    // The size of a kernel stands on a line of its own, below the name.
    let sizes = words.filter { $0.contains(where: \.isNumber) }
    let name = words.filter { !$0.contains(where: \.isNumber) }.joined(separator: " ")
    return .object([
      "summary": .string(summary), "name": .string(name), "detail": .string(sizes.joined(separator: " ")),
      "shape": shape(layer.output), "parameters": .number(layer.parameterCount),
      "multiplyAdds": .number(layer.multiplyAdds), "isNormalisation": .bool(layer.description.isNormalisation),
    ])
  }

  private static func shape(_ shape: Shape) -> JSONValue {
    .array([.number(shape.height), .number(shape.width), .number(shape.channels)])
  }
}

extension LayerDescription {
  /// Whether the layer belongs to the one before it: it has parameters, and yet leaves what goes through it in place.
  fileprivate var isNormalisation: Bool { kind is BatchNormalization }
}
