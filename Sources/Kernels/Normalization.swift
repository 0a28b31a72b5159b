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
  forEachVectors(x.channels) { channel, vectors in
    var sum: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    var row = origin + channel
    for _ in 0..<rows.count {
      for v in 0..<vectors { sum[v] += load(row + v * simdLanes) }
      row += x.channels
    }
    var mean: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    for v in 0..<vectors { mean[v] = sum[v] * inverse }
    var square: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    row = origin + channel
    for _ in 0..<rows.count {
      for v in 0..<vectors {
        let difference = load(row + v * simdLanes) - mean[v]
        square[v] = square[v].addingProduct(difference, difference)
      }
      row += x.channels
    }
    for v in 0..<vectors {
      store(mean[v], means + channel + v * simdLanes)
      store(square[v], squares + channel + v * simdLanes)
    }
  }
}

/// Walks channels by four vectors as long as there are so many, whose sums do not wait for one another and which are
/// read in one piece, and then by single ones.
@inline(__always)
private func forEachVectors(_ channels: Int, _ body: (_ channel: Int, _ vectors: Int) -> Void) {
  var channel = 0
  while channel + 4 * simdLanes <= channels {
    body(channel, 4)
    channel += 4 * simdLanes
  }
  while channel < channels {
    body(channel, 1)
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
  forEachVectors(x.channels) { channel, vectors in
    var sum: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    var projection: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    var offset = rows.first * x.channels + channel
    for _ in 0..<rows.count {
      for v in 0..<vectors {
        let place = offset + v * simdLanes
        let dz = preactivationGradient(
          preactivation(UnsafePointer(x.values) + place, map, channel + v * simdLanes),
          load(UnsafePointer(dy.values) + place), slope)
        let centred = load(UnsafePointer(x.values) + place) - load(sums.mean + channel + v * simdLanes)
        sum[v] += dz
        projection[v] = projection[v].addingProduct(dz, centred)
      }
      offset += x.channels
    }
    for v in 0..<vectors {
      store(sum[v], sums.gradientSums + channel + v * simdLanes)
      store(projection[v], sums.projections + channel + v * simdLanes)
    }
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
  forEachVectors(x.channels) { channel, vectors in
    var sum: TileVectors<Vector> = [.zero, .zero, .zero, .zero]
    var row = UnsafePointer(x.values) + rows.first * x.channels + channel
    for _ in 0..<rows.count {
      for v in 0..<vectors { sum[v] += load(row + v * simdLanes) }
      row += x.channels
    }
    for v in 0..<vectors { store(sum[v], sums + channel + v * simdLanes) }
  }
}
