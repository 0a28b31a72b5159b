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

  /// Calls `body` with the index on disk and in memory of every value.
  private func forEachIndex(_ count: Int, _ body: (_ disk: Int, _ memory: Int) -> Void) {
    switch self {
    case .plain:
      for index in 0..<count { body(index, index) }
    case .convolution(let inputs, let outputs, let kernelSize):
      let taps = kernelSize * kernelSize
      for output in 0..<outputs {
        for input in 0..<inputs {
          for tap in 0..<taps {
            body((output * inputs + input) * taps + tap, (tap * inputs + input) * outputs + output)
          }
        }
      }
    case .transposedConvolution(let inputs, let outputs, let kernelSize):
      let taps = kernelSize * kernelSize
      for input in 0..<inputs {
        for output in 0..<outputs {
          for tap in 0..<taps {
            body((input * outputs + output) * taps + tap, (tap * inputs + input) * outputs + output)
          }
        }
      }
    case .linear(let input, let output):
      let inputMemory = Self.memoryIndices(input)
      let outputMemory = Self.memoryIndices(output)
      // By indices: pairs of `enumerated` made this the slowest part of a debug build.
      for output in outputMemory.indices {
        for input in inputMemory.indices {
          body(output * inputMemory.count + input, inputMemory[input] * outputMemory.count + outputMemory[output])
        }
      }
    case .grid(let shape):
      for (disk, memory) in Self.memoryIndices(shape).enumerated() { body(disk, memory) }
    }
  }

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
  public func memoryOrder(_ disk: [Float]) -> [Float] {
    if self == .plain { return disk }
    var memory = [Float](repeating: 0, count: disk.count)
    disk.withUnsafeBufferPointer { disk in
      memory.withUnsafeMutableBufferPointer { memory in
        forEachIndex(disk.count) { memory[$1] = disk[$0] }
      }
    }
    return memory
  }

  /// A tensor's values in memory order, put in disk order, without a copy of them on the way: the largest layer's is
  /// megabytes.
  public func diskOrder(_ memory: Tensor) -> [Float] {
    if self == .plain { return memory.values }
    var disk = [Float](repeating: 0, count: memory.count)
    disk.withUnsafeMutableBufferPointer { disk in
      memory.withMutableValues { memory in
        forEachIndex(memory.count) { disk[$0] = memory[$1] }
      }
    }
    return disk
  }
}
