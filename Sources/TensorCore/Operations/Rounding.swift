/// How the operations of this package round.
public enum Rounding {
  /// Raised by every change after which an operation has another result for the same operands, in whichever bit: what
  /// was computed before and goes on then comes to other bytes than it would have.
  ///
  /// 2: tiles of three outputs beside those of four in Winograd's filtering, and its weight gradient's sums.
  ///
  /// 3: kernels of 3 with stride 2 between 7 x 7 and 4 x 4 pixels as products of polynomials; sums of Winograd's weight
  /// gradient chunk by chunk, and of batch normalisation image by image.
  ///
  /// 4: the layers beside pictures in colour by patches; those of grey ones have the results of 3.
  ///
  /// 5: kernels of 3 with stride 1 by Winograd's filtering; networks without them, as those of the presets but dense-conv,
  /// have the results of 4.
  ///
  /// 6: tiles of their own for each grid of a transposed convolution's outputs, and of a convolution's input gradients, of
  /// 7 x 7 and 14 x 14 strided pixels and others that segments of four do not cover; patches beside pictures in grey as
  /// well, and for the weights of layers of stride 1 that write pictures.
  public static let version = 6
}
