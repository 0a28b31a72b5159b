import FileFormats

/// A graph of operators that is being put together, one after the other: what the layers of a network become.
///
/// Field numbers are those of `onnx.proto` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
struct ONNXGraph {
  /// The name of the value that the next operator takes.
  private(set) var current: String
  private var nodes: [ProtobufMessage] = []
  private var constants: [ProtobufMessage] = []

  private enum DataType {
    static let float: Int64 = 1
    static let int64: Int64 = 7
  }

  /// An attribute of an operator.
  enum Attribute {
    case float(Float)
    case integer(Int)
    case integers([Int])
    case text(String)
  }

  /// A graph whose first operator takes `input`.
  init(input: String) { current = input }

  /// Adds an operator that takes the value so far and constants, and makes the next value of it.
  ///
  /// - Parameters:
  ///   - type: What it computes, by ONNX's name.
  ///   - name: A name of its own, which its result bears too.
  ///   - constants: The names of its other inputs, empty for those that are left out.
  ///   - attributes: Its settings.
  mutating func add(
    _ type: String, name: String, constants: [String] = [], attributes: [(String, Attribute)] = []
  ) {
    add(type, name: name, inputs: [current] + constants, attributes: attributes)
    current = name
  }

  /// Adds an operator that takes other values than the one so far, which stays the one that the next takes.
  mutating func add(_ type: String, name: String, inputs: [String], attributes: [(String, Attribute)] = []) {
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, name)
    node.add(3, name)
    node.add(4, type)
    for (key, value) in attributes { node.add(5, Self.message(key, value)) }
    nodes.append(node)
  }

  /// Adds floats that operators take by their name.
  mutating func addConstant(_ name: String, shape: [Int], _ values: [Float]) {
    addConstant(name, shape: shape, DataType.float, NumberArray(shape: shape, values).bytes)
  }

  /// Adds whole numbers that operators take by their name.
  mutating func addConstant(_ name: String, _ values: [Int]) {
    let array = NumberArray(shape: [values.count], values.map(Int64.init))
    addConstant(name, shape: array.shape, DataType.int64, array.bytes)
  }

  private mutating func addConstant(_ name: String, shape: [Int], _ type: Int64, _ bytes: [UInt8]) {
    var tensor = ProtobufMessage()
    for extent in shape { tensor.add(1, Int64(extent)) }
    tensor.add(2, type)
    tensor.add(8, name)
    tensor.add(9, bytes)
    constants.append(tensor)
  }

  /// Gives each image another shape.
  mutating func reshape(name: String, _ shape: [Int]) {
    addConstant("\(name).shape", [-1] + shape)
    add("Reshape", name: name, constants: ["\(name).shape"])
  }

  /// What goes into a graph or comes out of it; each dimension is a number, or `nil` for the images of a batch.
  typealias Value = (name: String, shape: [Int?], meaning: String)

  /// The message of the whole graph. A conditional network takes the class of each image too; `classes` says what their
  /// numbers mean.
  func message(name: String, input: Value, classes: String? = nil, output: Value) -> ProtobufMessage {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for constant in constants { graph.add(5, constant) }
    graph.add(11, Self.valueInfo(input, DataType.float))
    if let classes { graph.add(11, Self.valueInfo((Self.classes, [nil], classes), DataType.int64)) }
    graph.add(12, Self.valueInfo(output, DataType.float))
    return graph
  }

  private static func valueInfo(_ it: Value, _ type: Int64) -> ProtobufMessage {
    var dimensions = ProtobufMessage()
    for extent in it.shape {
      var dimension = ProtobufMessage()
      if let extent { dimension.add(1, Int64(extent)) } else { dimension.add(2, "batch") }
      dimensions.add(1, dimension)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, type)
    tensor.add(2, dimensions)
    var form = ProtobufMessage()
    form.add(1, tensor)
    var value = ProtobufMessage()
    value.add(1, it.name)
    value.add(2, form)
    value.add(3, it.meaning)
    return value
  }

  private static func message(_ key: String, _ value: Attribute) -> ProtobufMessage {
    var attribute = ProtobufMessage()
    attribute.add(1, key)
    switch value {
    case .float(let value):
      attribute.add(2, value)
      attribute.add(20, Int64(1))
    case .integer(let value):
      attribute.add(3, Int64(value))
      attribute.add(20, Int64(2))
    case .text(let value):
      attribute.add(4, value)
      attribute.add(20, Int64(3))
    case .integers(let values):
      for value in values { attribute.add(8, Int64(value)) }
      attribute.add(20, Int64(7))
    }
    return attribute
  }
}
