import NeuralNetwork
import TensorCore
import Testing

/// Orders on disk against PyTorch's definitions, written out as index formulas.
struct ParameterLayoutTests {
  /// Values that tell their places.
  private func numbers(_ count: Int) -> [Float] { (0..<count).map(Float.init) }

  private func expectRoundTrip(_ layout: ParameterLayout, count: Int) {
    let values = numbers(count)
    #expect(layout.diskOrder(tensor(layout.memoryOrder(values))) == values)
    #expect(layout.memoryOrder(layout.diskOrder(tensor(values))) == values)
  }

  private func tensor(_ values: [Float]) -> Tensor {
    let tensor = Tensor(Shape(channels: values.count))
    tensor.values = values
    return tensor
  }

  @Test func plainIsTheSameInBoth() {
    #expect(ParameterLayout.plain.diskOrder(tensor(numbers(5))) == numbers(5))
    #expect(ParameterLayout.plain.memoryOrder(numbers(5)) == numbers(5))
  }

  /// Some have more outputs than are copied at a time.
  static let shapes = [(1, 1, 1), (2, 3, 1), (3, 2, 2), (1, 5, 3), (4, 1, 4), (3, 16, 2), (17, 35, 3)]

  @Test(arguments: shapes)
  func convolutionsAreOutputInputRowColumn(inputs: Int, outputs: Int, kernelSize: Int) {
    let layout = ParameterLayout.convolution(inputs: inputs, outputs: outputs, kernelSize: kernelSize)
    let count = inputs * outputs * kernelSize * kernelSize
    let memory = layout.memoryOrder(numbers(count))
    for output in 0..<outputs {
      for input in 0..<inputs {
        for row in 0..<kernelSize {
          for column in 0..<kernelSize {
            let disk = ((output * inputs + input) * kernelSize + row) * kernelSize + column
            let place = ((row * kernelSize + column) * inputs + input) * outputs + output
            #expect(memory[place] == Float(disk))
          }
        }
      }
    }
    expectRoundTrip(layout, count: count)
  }

  @Test(arguments: shapes)
  func transposedConvolutionsAreInputOutputRowColumn(inputs: Int, outputs: Int, kernelSize: Int) {
    let layout = ParameterLayout.transposedConvolution(inputs: inputs, outputs: outputs, kernelSize: kernelSize)
    let count = inputs * outputs * kernelSize * kernelSize
    let memory = layout.memoryOrder(numbers(count))
    for input in 0..<inputs {
      for output in 0..<outputs {
        for row in 0..<kernelSize {
          for column in 0..<kernelSize {
            let disk = ((input * outputs + output) * kernelSize + row) * kernelSize + column
            let place = ((row * kernelSize + column) * inputs + input) * outputs + output
            #expect(memory[place] == Float(disk))
          }
        }
      }
    }
    expectRoundTrip(layout, count: count)
  }

  static let grids: [Shape] = [
    Shape(channels: 3), Shape(height: 2, width: 3, channels: 1), Shape(height: 3, width: 2, channels: 4),
    Shape(channels: 33), Shape(height: 4, width: 5, channels: 18),
  ]

  /// A value's place in an image on disk and in memory.
  private func places(_ grid: Shape) -> [(disk: Int, memory: Int)] {
    (0..<grid.channels).flatMap { channel in
      (0..<grid.height).flatMap { row in
        (0..<grid.width).map { column in
          (
            disk: (channel * grid.height + row) * grid.width + column,
            memory: (row * grid.width + column) * grid.channels + channel
          )
        }
      }
    }
  }

  @Test(arguments: grids, grids)
  func linearLayersAreOutputInputOfFlattenedImages(input: Shape, output: Shape) {
    let layout = ParameterLayout.linear(input: input, output: output)
    let count = input.count * output.count
    var expected = [Float](repeating: 0, count: count)
    for o in places(output) {
      for i in places(input) { expected[i.memory * output.count + o.memory] = Float(o.disk * input.count + i.disk) }
    }
    #expect(layout.memoryOrder(numbers(count)) == expected)
    expectRoundTrip(layout, count: count)
  }

  @Test(arguments: grids) func gridsAreChannelRowColumn(grid: Shape) {
    let memory = ParameterLayout.grid(grid).memoryOrder(numbers(grid.count))
    for place in places(grid) { #expect(memory[place.memory] == Float(place.disk)) }
    expectRoundTrip(.grid(grid), count: grid.count)
  }
}
