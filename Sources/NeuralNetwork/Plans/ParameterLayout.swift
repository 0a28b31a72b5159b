import TensorCore

/// How a parameter's values lie in memory, where they suit the kernels, against PyTorch's order on disk.
public enum ParameterLayout: Hashable, Sendable {
  /// The same order in both.
  case plain
  /// On disk output, input, row, column; in memory (row, column), input, output.
  case convolution(inputs: Int, outputs: Int, kernelSize: Int)
  /// On disk input, output, row, column; in memory (row, column), input, output.
  case transposedConvolution(inputs: Int, outputs: Int, kernelSize: Int)
  /// On disk output, input; in memory input, output. Either side may be a grid, which counts channel, row, column on
  /// disk and row, column, channel in memory.
  case linear(input: Shape, output: Shape)
  /// One value for each place of a grid: channel, row, column on disk; row, column, channel in memory.
  case grid(Shape)

  /// For each place of a grid, counted by channel, row, column, its index by row, column, channel.
  static func memoryIndices(_ grid: Shape) -> [Int] {
    var indices: [Int] = []
    indices.reserveCapacity(grid.imageCount)
    for channel in 0..<grid.channels {
      for pixel in 0..<grid.height * grid.width { indices.append(pixel * grid.channels + channel) }
    }
    return indices
  }

  /// Values in disk order, put in memory order.
  public func memoryOrder(_ disk: [Float]) -> [Float] { order?.memoryOrder(disk) ?? disk }

  /// A tensor's values in memory order, put in disk order.
  public func diskOrder(_ memory: Tensor) -> [Float] { order?.diskOrder(memory) ?? memory.values }

  private var order: DiskOrder? { axes.map(DiskOrder.init) }

  /// The axes of both orders; `nil` if they are one.
  private var axes: [DiskOrder.Axis]? {
    switch self {
    case .plain: return nil
    case .convolution(let inputs, let outputs, let kernelSize):
      let taps = kernelSize * kernelSize
      return [
        DiskOrder.Axis(count: outputs, disk: inputs * taps, memory: 1),
        DiskOrder.Axis(count: inputs, disk: taps, memory: outputs),
        DiskOrder.Axis(count: taps, disk: 1, memory: inputs * outputs),
      ]
    case .transposedConvolution(let inputs, let outputs, let kernelSize):
      let taps = kernelSize * kernelSize
      return [
        DiskOrder.Axis(count: outputs, disk: taps, memory: 1),
        DiskOrder.Axis(count: inputs, disk: outputs * taps, memory: outputs),
        DiskOrder.Axis(count: taps, disk: 1, memory: inputs * outputs),
      ]
    case .linear(let input, let output):
      return Self.axes(output, disk: input.imageCount, memory: 1)
        + Self.axes(input, disk: 1, memory: output.imageCount)
    case .grid(let shape):
      return Self.axes(shape, disk: 1, memory: 1)
    }
  }

  /// The axes of a grid whose values are so far apart.
  private static func axes(_ grid: Shape, disk: Int, memory: Int) -> [DiskOrder.Axis] {
    let pixels = grid.height * grid.width
    return [
      DiskOrder.Axis(count: grid.channels, disk: pixels * disk, memory: memory),
      DiskOrder.Axis(count: pixels, disk: disk, memory: grid.channels * memory),
    ]
  }
}
