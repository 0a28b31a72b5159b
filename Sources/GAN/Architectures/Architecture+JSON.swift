import FileFormats
import NeuralNetwork
import TensorCore

extension Architecture {
  /// The architecture as JSON, as checkpoints carry it.
  public var json: JSONValue {
    .object([
      "name": .string(name),
      "latentSize": .number(latentSize),
      "image": .object([
        "height": .number(image.height), "width": .number(image.width), "channels": .number(image.channels),
      ]),
      "generator": .array(generator.map(\.json)),
      "discriminator": .array(discriminator.map(\.json)),
    ])
  }

  /// Reads an architecture and checks that it can be built.
  ///
  /// - Throws: ``ArchitectureError`` if something is missing, unknown or does not fit.
  public init(json: JSONValue) throws(ArchitectureError) {
    let reader = try ObjectReader(json, "the architecture")
    try reader.allow(["name", "latentSize", "image", "generator", "discriminator"])
    let image = try ObjectReader(try reader.value("image"), "'image'")
    try image.allow(["height", "width", "channels"])
    let extents = 1...LayerPlan.maximumExtent
    let name = try reader.string("name")
    guard Self.isName(name) else {
      throw ArchitectureError(
        "The architecture's name must be 1 to 64 letters, digits, '-', '_' and '.', and begin with a letter or digit.")
    }
    self.init(
      name: name, latentSize: try reader.integer("latentSize", in: extents),
      image: Shape(
        height: try image.integer("height", in: extents), width: try image.integer("width", in: extents),
        channels: try image.integer("channels", in: extents)),
      generator: try Self.layers(reader, "generator"), discriminator: try Self.layers(reader, "discriminator"))
    try checkClasses()
  }

  private static func layers(_ reader: ObjectReader, _ key: String) throws(ArchitectureError) -> [LayerDescription] {
    guard let elements = try reader.value(key).array, !elements.isEmpty,
      elements.count <= NetworkPlan.maximumLayerCount
    else {
      throw ArchitectureError("'\(key)' must be a list of 1 to \(NetworkPlan.maximumLayerCount) layers.")
    }
    var layers: [LayerDescription] = []
    for (index, element) in elements.enumerated() {
      layers.append(try LayerDescription(json: element, place: "layer \(index) of '\(key)'"))
    }
    return layers
  }
}
