import KernelInterface

// Per-channel statistics and batch normalisation (Ioffe & Szegedy, 2015) over rows of channels. Statistics are
// computed for a chunk of rows at a time; the caller merges the chunks in their order. Vectors run over channels, so
// each channel's sum is over its rows in order.

/// The mean of every channel over some rows, and the sum of squared differences from it, which does not
/// cancel as the sum of squares would. `means` and `squares` hold one value a channel, padded to whole vectors.
package func channelMoments(
  _ x: ChannelRows, _ rows: RowRange, means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>
) {
  let inverse = Vector(repeating: 1 / Float(rows.count))
  let origin = UnsafePointer(x.values) + rows.first * x.channels
  var channel = 0
  while channel < x.channels {
    var sum = Vector.zero
    var row = origin + channel
    for _ in 0..<rows.count {
      sum += load(row)
      row += x.channels
    }
    let mean = sum * inverse
    var square = Vector.zero
    row = origin + channel
    for _ in 0..<rows.count {
      let difference = load(row) - mean
      square = square.addingProduct(difference, difference)
      row += x.channels
    }
    store(mean, means + channel)
    store(square, squares + channel)
    channel += simdLanes
  }
}

/// `y = leaky(x * scale + shift)` for some rows. `y` may be `x`.
package func normalize(_ x: ChannelRows, _ y: ChannelRows, _ map: AffineActivation, _ rows: RowRange) {
  let slope = Vector(repeating: map.slope)
  for row in rows.first..<rows.first + rows.count {
    let source = UnsafePointer(x.values) + row * x.channels
    let destination = y.values + row * x.channels
    var channel = 0
    while channel < x.channels {
      let z = preactivation(source + channel, map, channel)
      let activated = z.replacing(with: z * slope, where: z .<= 0)
      store(activated, destination + channel, count: x.channels - channel)
      channel += simdLanes
    }
  }
}

/// Sums over some rows of `dz` and of `dz * (x - mean)`, where `dz` is the gradient `dy` taken back through the
/// activation.
package func normalizationSums(
  _ x: ChannelRows, _ dy: ChannelRows, _ map: AffineActivation, _ rows: RowRange, _ sums: NormalizationSums
) {
  let slope = Vector(repeating: map.slope)
  var channel = 0
  while channel < x.channels {
    let channelMean = load(sums.mean + channel)
    var sum = Vector.zero
    var projection = Vector.zero
    var offset = rows.first * x.channels + channel
    for _ in 0..<rows.count {
      let value = load(UnsafePointer(x.values) + offset)
      let dz = preactivationGradient(
        preactivation(UnsafePointer(x.values) + offset, map, channel), load(UnsafePointer(dy.values) + offset), slope)
      sum += dz
      projection = projection.addingProduct(dz, value - channelMean)
      offset += x.channels
    }
    store(sum, sums.gradientSums + channel)
    store(projection, sums.projections + channel)
    channel += simdLanes
  }
}

/// Replaces `dy` by the gradient with respect to `x` for some rows.
package func normalizationGradient(
  _ x: ChannelRows, _ dy: ChannelRows, _ map: AffineActivation, _ rows: RowRange, _ gradient: NormalizationGradient
) {
  let slope = Vector(repeating: map.slope)
  for row in rows.first..<rows.first + rows.count {
    let source = UnsafePointer(x.values) + row * x.channels
    let destination = dy.values + row * x.channels
    var channel = 0
    while channel < x.channels {
      let dz = preactivationGradient(
        preactivation(source + channel, map, channel), load(UnsafePointer(destination) + channel), slope)
      let centred = load(source + channel) - load(gradient.mean + channel)
      let residual = (dz - load(gradient.gradientMean + channel)).addingProduct(
        -centred, load(gradient.projection + channel))
      store(residual * load(map.scale + channel), destination + channel, count: x.channels - channel)
      channel += simdLanes
    }
  }
}

@inline(__always)
private func preactivation(_ x: UnsafePointer<Float>, _ map: AffineActivation, _ channel: Int) -> Vector {
  load(map.shift + channel).addingProduct(load(x), load(map.scale + channel))
}

@inline(__always)
private func preactivationGradient(_ z: Vector, _ dy: Vector, _ slope: Vector) -> Vector {
  dy.replacing(with: dy * slope, where: z .<= 0)
}

/// Sums of every channel over some rows, padded to whole vectors: the gradient of a bias.
package func channelSums(_ x: ChannelRows, _ rows: RowRange, sums: UnsafeMutablePointer<Float>) {
  var channel = 0
  while channel < x.channels {
    var sum = Vector.zero
    var row = UnsafePointer(x.values) + rows.first * x.channels + channel
    for _ in 0..<rows.count {
      sum += load(row)
      row += x.channels
    }
    store(sum, sums + channel)
    channel += simdLanes
  }
}
