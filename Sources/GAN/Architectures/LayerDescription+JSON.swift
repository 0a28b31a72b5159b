import FileFormats
import NeuralNetwork
import TensorCore

/// The codec of layers, which walks the settings that every kind declares of itself.
extension LayerDescription {
  /// The layer as JSON.
  var json: JSONValue { Self.json(kind) }

  private static func json<Kind: LayerKind>(_ layer: Kind) -> JSONValue {
    var members = ["type": JSONValue.string(Kind.type)]
    for member in Kind.members { members[member.name] = member.value.json(of: layer) }
    return .object(members)
  }

  /// Reads a layer. `place` names it in errors, as in "layer 3 of 'generator'".
  ///
  /// - Throws: ``GAN/ArchitectureError`` if something is missing, unknown or beyond the limits of its kind.
  init(json: JSONValue, place: String) throws(ArchitectureError) {
    let reader = try ObjectReader(json, place)
    let type = try reader.string("type")
    guard let kind = Self.kinds.first(where: { $0.type == type }) else {
      let types = Self.kinds.map { $0.type }
      throw ArchitectureError(
        "The type '\(type)' of \(place) is not known. There are: \(types.dropLast().joined(separator: ", ")) and "
          + "\(types.last ?? "none").")
    }
    self = try Self.read(kind, reader)
  }

  private static func read<Kind: LayerKind>(
    _: Kind.Type, _ reader: ObjectReader
  ) throws(ArchitectureError) -> LayerDescription {
    try reader.allow(Kind.members.map(\.name) + ["type"])
    var layer = Kind()
    for member in Kind.members { try member.read(into: &layer, reader) }
    return LayerDescription(layer)
  }
}

extension LayerMember.Value {
  /// The setting of a layer.
  fileprivate func json(of layer: Kind) -> JSONValue {
    switch self {
    case .integer(let path, _): .number(layer[keyPath: path])
    case .float(let path): .number(layer[keyPath: path])
    case .bool(let path): .bool(layer[keyPath: path])
    case .padding(let path, _): layer[keyPath: path].json
    }
  }
}

extension LayerMember {
  /// Reads the setting of a layer.
  fileprivate func read(into layer: inout Kind, _ reader: ObjectReader) throws(ArchitectureError) {
    switch value {
    case .integer(let path, let range): layer[keyPath: path] = try reader.integer(name, in: range)
    case .float(let path): layer[keyPath: path] = try reader.float(name)
    case .bool(let path): layer[keyPath: path] = try reader.bool(name)
    case .padding(let path, let range): layer[keyPath: path] = try reader.padding(name, in: range)
    }
  }
}

extension Padding {
  fileprivate var json: JSONValue {
    if let everySide { return .number(everySide) }
    return .object(["top": .number(top), "left": .number(left), "bottom": .number(bottom), "right": .number(right)])
  }
}
