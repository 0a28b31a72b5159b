import KernelInterface

/// The grids of a convolution or transposed convolution whose dense grid holds pictures in colour, two to four channels,
/// while the strided one holds many: the first layer of a discriminator, the last of a generator.
///
/// Vectors over so few channels would be all but empty. But the pixels under a row of the kernel lie side by side in
/// memory, so those under the whole kernel, a patch, are a few stretches of kernel size x channels values, enough to
/// fill vectors. A picture in grey has too few, and its layers are computed as the sums that define them.
struct ColourGrids {
  let geometry: ConvolutionGeometry
  let denseChannels: Int
  let stridedChannels: Int

  private static let colours = 2...4

  /// `nil` if the channels are not of this kind.
  init?(_ geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int) {
    guard Self.colours.contains(denseChannels), stridedChannels % simdLanes == 0 else { return nil }
    self.geometry = geometry
    self.denseChannels = denseChannels
    self.stridedChannels = stridedChannels
  }

  /// Values under a row of the kernel.
  var patchRow: Int { geometry.kernelSize * denseChannels }
  /// Values under the kernel.
  var patch: Int { geometry.kernelSize * patchRow }
  /// The same, rounded up to whole vectors.
  var paddedPatch: Int { (patch + simdLanes - 1) / simdLanes * simdLanes }

  /// Rows and columns of the dense grid with its padding, and with whatever a kernel reaches beyond.
  var paddedHeight: Int { geometry.vertical.paddedExtent }
  /// The columns.
  var paddedWidth: Int { geometry.horizontal.paddedExtent }
}

extension ConvolutionAxis {
  /// Dense positions, those of the padding included, up to the last that there is or that a kernel reaches.
  fileprivate var paddedExtent: Int { max(padding + dense, (strided - 1) * stride + kernelSize) }
}
