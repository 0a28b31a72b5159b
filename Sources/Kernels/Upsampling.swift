import KernelInterface

// Nearest-neighbour up-sampling of one image: every pixel becomes `scale` x `scale` equal ones.

/// Writes the output rows that input row `row` becomes. `width` is the input's.
package func upsample(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, row: Int, width: Int, channels: Int, scale: Int
) {
  let outputRow = width * scale * channels
  for column in 0..<width {
    let source = x + (row * width + column) * channels
    let corner = y + row * scale * outputRow + column * scale * channels
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

/// Writes the gradient of input row `row`: the sums of the output's gradient `dy` over each block of pixels, row by row.
package func upsampleGradient(
  _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, row: Int, width: Int, channels: Int, scale: Int
) {
  let outputRow = width * scale * channels
  for column in 0..<width {
    let destination = dx + (row * width + column) * channels
    let corner = dy + row * scale * outputRow + column * scale * channels
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
