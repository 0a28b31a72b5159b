import KernelInterface

/// The grids of a convolution or transposed convolution one of which holds pictures, one to four channels, while the other
/// holds many: the first layer of a discriminator, the last of a generator.
///
/// Vectors over so few channels would be all but empty. But the pixels under a row of the kernel lie side by side in
/// memory, so those under the whole kernel, a patch, are a few stretches of kernel size x channels values, enough to
/// fill vectors.
struct PictureGrids {
  let geometry: ConvolutionGeometry
  let pictureChannels: Int
  let manyChannels: Int
  /// Whether the pictures are the strided grid. With a stride of 1 and as many pixels on both sides, that is the same
  /// layer with its kernel reversed.
  let isMirrored: Bool

  /// Channels of pictures.
  private static let pictureCounts = 1...4

  /// Grids for gathers to pictures; `nil` if the dense grid holds none, or in grey under a kernel of so few taps that a
  /// patch would not fill a vector.
  init?(_ geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int) {
    guard Self.pictureCounts.contains(denseChannels), stridedChannels % simdLanes == 0,
      denseChannels > 1 || geometry.taps >= simdLanes
    else { return nil }
    self.init(geometry, pictureChannels: denseChannels, manyChannels: stridedChannels, isMirrored: false)
  }

  /// Grids for gradients of weights; `nil` if neither holds pictures, or in grey under a kernel of a row or two.
  init?(weightsOf geometry: ConvolutionGeometry, stridedChannels: Int, denseChannels: Int) {
    let (dense, strided) = (denseChannels, stridedChannels)
    func arePictures(_ pictures: Int, beside many: Int) -> Bool {
      Self.pictureCounts.contains(pictures) && many % simdLanes == 0 && (pictures > 1 || geometry.kernelSize > 2)
    }
    if arePictures(dense, beside: strided) {
      self.init(geometry, pictureChannels: dense, manyChannels: strided, isMirrored: false)
    } else if arePictures(strided, beside: dense), geometry.isItsOwnMirror {
      self.init(geometry, pictureChannels: strided, manyChannels: dense, isMirrored: true)
    } else {
      return nil
    }
  }

  private init(_ geometry: ConvolutionGeometry, pictureChannels: Int, manyChannels: Int, isMirrored: Bool) {
    self.geometry = geometry
    self.pictureChannels = pictureChannels
    self.manyChannels = manyChannels
    self.isMirrored = isMirrored
  }

  /// Values under a row of the kernel.
  var patchRow: Int { geometry.kernelSize * pictureChannels }
  /// Values under the kernel.
  var patch: Int { geometry.kernelSize * patchRow }
  /// The same, rounded up to whole vectors.
  var paddedPatch: Int { wholeVectors(patch) }

  /// Rows and columns of the dense grid with its padding, and with whatever a kernel reaches beyond.
  var paddedHeight: Int { geometry.vertical.paddedExtent }
  /// The columns.
  var paddedWidth: Int { geometry.horizontal.paddedExtent }
}

extension ConvolutionGeometry {
  /// Whether the two grids may change places if the kernel is reversed: strided pixel s then meets dense pixel
  /// `s - padding + tap` as that one meets the strided at the tap counted from the kernel's end.
  fileprivate var isItsOwnMirror: Bool {
    stride == 1 && kernelSize > 1 && 2 * padding.top + 1 == kernelSize && 2 * padding.left + 1 == kernelSize
      && denseHeight == stridedHeight && denseWidth == stridedWidth
  }
}

extension ConvolutionAxis {
  /// Dense positions, those of the padding included, up to the last that there is or that a kernel reaches.
  fileprivate var paddedExtent: Int { max(padding + dense, (strided - 1) * stride + kernelSize) }
}
