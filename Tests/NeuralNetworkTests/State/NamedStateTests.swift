import NeuralNetwork
import TensorCore
import Testing

struct NamedStateTests {
  private let network: Sequential
  private let optimizer: Adam

  init() throws {
    let context = try ComputeContext(threads: 1)
    let plan = try NetworkPlan(
      input: Shape(channels: 3),
      layers: [
        .linear(outputs: 16, bias: true), .reshape(height: 2, width: 2, channels: 4), .batchNorm, .relu,
        .transposedConvolution(.init(channels: 2, kernelSize: 3, bias: false), outputPadding: 0), .batchNorm,
        .convolution(.init(channels: 1, kernelSize: 2, bias: true)), .tanh,
      ])
    network = Sequential(plan, maximumImages: 2, purpose: .training(inputGradient: false), context)
    optimizer = Adam(network, .init(), context)
  }

  @Test func networksHavePyTorchsNamesAndShapes() {
    let expected: [(String, [Int])] = [
      ("g.0.weight", [16, 3]), ("g.0.bias", [16]), ("g.2.weight", [4]), ("g.2.bias", [4]),
      ("g.4.weight", [4, 2, 3, 3]), ("g.5.weight", [2]), ("g.5.bias", [2]), ("g.6.weight", [1, 2, 2, 2]),
      ("g.6.bias", [1]), ("g.2.running_mean", [4]), ("g.2.running_var", [4]), ("g.2.num_batches_tracked", []),
      ("g.5.running_mean", [2]), ("g.5.running_var", [2]), ("g.5.num_batches_tracked", []),
    ]
    let state = network.namedState(prefix: "g.")
    #expect(state.map(\.name) == expected.map(\.0))
    #expect(state.map(\.shape) == expected.map(\.1))
  }

  @Test func optimizersHavePyTorchsNamesAndShapes() {
    let state = optimizer.namedState(prefix: "o.")
    let parameters = network.namedState(prefix: "o.").prefix(9)
    #expect(state.prefix(3).map(\.name) == ["o.step", "o.beta1_power_bits", "o.beta2_power_bits"])
    #expect(state.dropFirst(3).map(\.name) == parameters.flatMap { ["\($0.name).exp_avg", "\($0.name).exp_avg_sq"] })
    #expect(state.dropFirst(3).map(\.shape) == parameters.flatMap { [$0.shape, $0.shape] })
  }

  @Test func whatIsWrittenIsReadAndNothingElseChanges() {
    let state = network.namedState(prefix: "g.") + optimizer.namedState(prefix: "o.")
    #expect(Set(state.map(\.name)).count == state.count)
    var written: [NamedState.Values] = []
    for (index, item) in state.enumerated() {
      let count = item.shape.reduce(1, *)
      #expect(item.read().count == count, "\(item.name)")
      let values: NamedState.Values =
        switch item.read() {
        case .floats: .floats((0..<count).map { Float(index * 1000 + $0) })
        case .integers: .integers([Int64(index + 1)])
        }
      item.write(values)
      written.append(values)
    }
    #expect(state.map { $0.read() } == written)
  }

  @Test func aTwinHasMemoryOfItsOwnAndTakesOverValues() {
    for (index, item) in (network.namedState(prefix: "g.") + optimizer.namedState(prefix: "o.")).enumerated() {
      let twin = item.twin(prefix: "copy.")
      #expect(twin.name == "copy." + item.name)
      #expect(twin.shape == item.shape)
      let count = item.shape.reduce(1, *)
      let values: NamedState.Values =
        item.kind == .floats
        ? .floats((0..<count).map { Float(index * 1000 + $0) + 1 }) : .integers([Int64(index + 1)])
      twin.write(values)
      #expect(item.read() != values)
      item.copy(from: twin)
      #expect(item.read() == values)
      #expect(twin.read() == values)
    }
  }

  /// The bias of a linear layer in front of a grid counts channel, row, column on disk.
  @Test func valuesAreInPyTorchsOrder() throws {
    let bias = try #require(network.namedState(prefix: "").first { $0.name == "0.bias" })
    bias.write(.floats((0..<16).map(Float.init)))
    let entry = try #require(network.parameters.entries.first { $0.name == "0.bias" })
    let memory = network.parameters.window(network.parameters.values, entry).values
    #expect(memory == [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15])
  }
}
