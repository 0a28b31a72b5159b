import KernelInterface

// Nearest-neighbour up-sampling of one image: every pixel becomes `scale` x `scale` equal ones.

/// Writes the output rows that an input row becomes.
package func upsample(_ operands: UpsamplingOperands) {
  let (row, width, channels, scale) = (operands.row, operands.width, operands.channels, operands.scale)
  let outputRow = width * scale * channels
  for column in 0..<width {
    let source = UnsafePointer(operands.small) + (row * width + column) * channels
    let corner = operands.large + row * scale * outputRow + column * scale * channels
    forEachVector(channels) { channel, lanes in
      let value = load(source + channel, count: lanes)
      for down in 0..<scale {
        for across in 0..<scale {
          store(value, corner + down * outputRow + across * channels + channel, count: lanes)
        }
      }
    }
  }
}

/// Writes the gradient of an input row: the sums of the output's gradient over each block of pixels, row by row.
package func upsampleGradient(_ operands: UpsamplingOperands) {
  let (row, width, channels, scale) = (operands.row, operands.width, operands.channels, operands.scale)
  let outputRow = width * scale * channels
  for column in 0..<width {
    let destination = operands.small + (row * width + column) * channels
    let corner = UnsafePointer(operands.large) + row * scale * outputRow + column * scale * channels
    forEachVector(channels) { channel, lanes in
      var sum = Vector.zero
      for down in 0..<scale {
        for across in 0..<scale {
          sum += load(corner + down * outputRow + across * channels + channel, count: lanes)
        }
      }
      store(sum, destination + channel, count: lanes)
    }
  }
}
