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
    let extents = 1...LayerPlan.largestExtent
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
    _ = try generatorPlan()
    _ = try discriminatorPlan()
  }

  private static func layers(_ reader: ObjectReader, _ key: String) throws(ArchitectureError) -> [LayerDescription] {
    guard let elements = try reader.value(key).array, !elements.isEmpty,
      elements.count <= NetworkPlan.largestLayerCount
    else {
      throw ArchitectureError("'\(key)' must be a list of 1 to \(NetworkPlan.largestLayerCount) layers.")
    }
    var layers: [LayerDescription] = []
    for (index, element) in elements.enumerated() {
      layers.append(try LayerDescription(json: element, place: "layer \(index) of '\(key)'"))
    }
    return layers
  }
}

extension LayerDescription {
  /// The layer as JSON.
  var json: JSONValue {
    switch self {
    case .linear(let outputs, let bias):
      Self.object("linear", ["outputs": .number(outputs), "bias": .bool(bias)])
    case .reshape(let height, let width, let channels):
      Self.object(
        "reshape", ["height": .number(height), "width": .number(width), "channels": .number(channels)])
    case .convolution(let it):
      Self.object("convolution", Self.members(it))
    case .transposedConvolution(let it, let outputPadding):
      Self.object(
        "transposedConvolution",
        Self.members(it).merging(["outputPadding": .number(outputPadding)]) { first, _ in first })
    case .upsampling(let scale): Self.object("upsampling", ["scale": .number(scale)])
    case .batchNorm: Self.object("batchNorm", [:])
    case .relu: Self.object("relu", [:])
    case .leakyReLU(let slope): Self.object("leakyReLU", ["slope": .number(slope)])
    case .tanh: Self.object("tanh", [:])
    }
  }

  private static func object(_ type: String, _ members: [String: JSONValue]) -> JSONValue {
    .object(members.merging(["type": .string(type)]) { first, _ in first })
  }

  private static func members(_ it: ConvolutionDescription) -> [String: JSONValue] {
    [
      "channels": .number(it.channels), "kernelSize": .number(it.kernelSize), "stride": .number(it.stride),
      "padding": it.padding.json, "bias": .bool(it.bias),
    ]
  }

  /// Reads a layer. `place` names it in errors, as in "layer 3 of 'generator'".
  ///
  /// - Throws: ``GAN/ArchitectureError`` if something is missing, unknown or beyond the limits of
  ///   ``NeuralNetwork/LayerPlan``.
  init(json: JSONValue, place: String) throws(ArchitectureError) {
    let reader = try ObjectReader(json, place)
    let type = try reader.string("type")
    func allow(_ keys: [String]) throws(ArchitectureError) { try reader.allow(keys + ["type"]) }
    func convolution(_ more: [String] = []) throws(ArchitectureError) -> ConvolutionDescription {
      try allow(["channels", "kernelSize", "stride", "padding", "bias"] + more)
      let kernelSizes = 1...LayerPlan.largestKernelSize
      return ConvolutionDescription(
        channels: try reader.integer("channels", in: 1...LayerPlan.largestExtent),
        kernelSize: try reader.integer("kernelSize", in: kernelSizes),
        stride: try reader.integer("stride", in: kernelSizes),
        padding: try reader.padding("padding", in: 0...LayerPlan.largestKernelSize - 1),
        bias: try reader.bool("bias"))
    }
    switch type {
    case "linear":
      try allow(["outputs", "bias"])
      self = .linear(
        outputs: try reader.integer("outputs", in: 1...LayerPlan.largestCount), bias: try reader.bool("bias"))
    case "reshape":
      try allow(["height", "width", "channels"])
      let extents = 1...LayerPlan.largestExtent
      self = .reshape(
        height: try reader.integer("height", in: extents), width: try reader.integer("width", in: extents),
        channels: try reader.integer("channels", in: 1...LayerPlan.largestCount))
    case "convolution":
      self = .convolution(try convolution())
    case "transposedConvolution":
      let description = try convolution(["outputPadding"])
      self = .transposedConvolution(
        description, outputPadding: try reader.integer("outputPadding", in: 0...LayerPlan.largestKernelSize - 1))
    case "upsampling":
      try allow(["scale"])
      self = .upsampling(scale: try reader.integer("scale", in: 1...LayerPlan.largestScale))
    case "batchNorm":
      try allow([])
      self = .batchNorm
    case "relu":
      try allow([])
      self = .relu
    case "leakyReLU":
      try allow(["slope"])
      self = .leakyReLU(slope: try reader.float("slope"))
    case "tanh":
      try allow([])
      self = .tanh
    default:
      throw ArchitectureError(
        "The type '\(type)' of \(place) is not known. There are: linear, reshape, convolution, transposedConvolution, "
          + "upsampling, batchNorm, relu, leakyReLU and tanh.")
    }
  }
}

extension Padding {
  fileprivate var json: JSONValue {
    if let everySide { return .number(everySide) }
    return .object(["top": .number(top), "left": .number(left), "bottom": .number(bottom), "right": .number(right)])
  }
}

/// Reads the members of a JSON object, each fault as a sentence.
private struct ObjectReader {
  let members: [String: JSONValue]
  let place: String

  init(_ json: JSONValue, _ place: String) throws(ArchitectureError) {
    guard let members = json.object else { throw ArchitectureError("In JSON, \(place) must be an object.") }
    self.members = members
    self.place = place
  }

  func allow(_ keys: [String]) throws(ArchitectureError) {
    if let unknown = members.keys.sorted().first(where: { !keys.contains($0) }) {
      throw ArchitectureError("The member '\(unknown)' of \(place) is not known.")
    }
  }

  func value(_ key: String) throws(ArchitectureError) -> JSONValue {
    guard let value = members[key] else { throw ArchitectureError("The member '\(key)' of \(place) is missing.") }
    return value
  }

  func string(_ key: String) throws(ArchitectureError) -> String {
    guard let string = try value(key).string else { throw fault(key, "a string") }
    return string
  }

  func bool(_ key: String) throws(ArchitectureError) -> Bool {
    guard let bool = try value(key).bool else { throw fault(key, "true or false") }
    return bool
  }

  func float(_ key: String) throws(ArchitectureError) -> Float {
    guard case .number(let number) = try value(key), let float = Float(number.text), float.isFinite else {
      throw fault(key, "a number")
    }
    return float
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(ArchitectureError) -> Int {
    guard let integer = try value(key).integer, range.contains(integer) else {
      throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A number for all sides, or an object of four.
  func padding(_ key: String, in range: ClosedRange<Int>) throws(ArchitectureError) -> Padding {
    guard try value(key).object != nil else { return Padding(try integer(key, in: range)) }
    let sides = try ObjectReader(try value(key), "'\(key)' of \(place)")
    try sides.allow(["top", "left", "bottom", "right"])
    return Padding(
      top: try sides.integer("top", in: range), left: try sides.integer("left", in: range),
      bottom: try sides.integer("bottom", in: range), right: try sides.integer("right", in: range))
  }

  private func fault(_ key: String, _ wanted: String) -> ArchitectureError {
    ArchitectureError("The member '\(key)' of \(place) must be \(wanted).")
  }
}
