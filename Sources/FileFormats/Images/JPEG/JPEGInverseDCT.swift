/// The inverse of the discrete cosine transform of 8 x 8 samples, in whole numbers.
///
/// One dimension after the other by the scheme of C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical Fast 1-D DCT
/// Algorithms with 11 Multiplications", ICASSP 1989, in the form with 12 multiplications that are not one after the
/// other. Constants have 13 binary places, and the first pass leaves 2 more than its input has: as in the accurate
/// method of the Independent JPEG Group's library, whose results these are to the bit.
enum JPEGInverseDCT {
  private static let constantBits: Int32 = 13
  private static let passBits: Int32 = 2
  /// The two passes make eight times what the transform is.
  private static let scaleBits: Int32 = 3
  /// Samples are encoded as differences from the middle of their range.
  private static let middle: Int32 = 128
  private static let side = JPEGFrame.blockSide

  /// Writes the samples of a block.
  /// - Parameters:
  ///   - values: Coefficients of blocks, in the order of rows and columns.
  ///   - place: Where those of the block begin.
  ///   - factors: The 64 factors of quantisation.
  ///   - samples: A component's samples.
  ///   - corner: Where the block's first sample goes.
  ///   - stride: Samples a row.
  static func transform(
    _ values: [Int16], at place: Int, by factors: [Int32], into samples: inout [UInt8], at corner: Int, stride: Int
  ) {
    var columns = InlineArray<64, Int32>(repeating: 0)
    for column in 0..<side {
      var line = InlineArray<8, Int32>(repeating: 0)
      for row in 0..<side {
        let index = row * side + column
        line[row] = Int32(values[place + index]) &* factors[index]
      }
      transform(&line, shift: constantBits - passBits)
      for row in 0..<side { columns[row * side + column] = line[row] }
    }
    for row in 0..<side {
      var line = InlineArray<8, Int32>(repeating: 0)
      for column in 0..<side { line[column] = columns[row * side + column] }
      transform(&line, shift: constantBits + passBits + scaleBits)
      for column in 0..<side {
        samples[corner + row * stride + column] = UInt8(clamping: line[column] &+ middle)
      }
    }
  }

  /// Writes the samples of a block whose first coefficient alone is not zero: they are all the same, and the same as
  /// ``transform(_:at:by:into:at:stride:)`` makes them.
  static func fill(_ value: Int16, by factor: Int32, into samples: inout [UInt8], at corner: Int, stride: Int) {
    let scaled = Int32(value) &* factor &<< passBits
    let level = UInt8(clamping: rounded(scaled, shift: passBits + scaleBits) &+ middle)
    for row in 0..<side {
      for column in 0..<side { samples[corner + row * stride + column] = level }
    }
  }

  /// A quotient of a power of two, rounded half up.
  @inline(__always)
  private static func rounded(_ value: Int32, shift: Int32) -> Int32 { (value &+ 1 &<< (shift - 1)) &>> shift }

  /// Transforms eight values in place, and drops `shift` binary places of what comes out. Damaged files may overflow,
  /// to no harm.
  @inline(__always)
  private static func transform(_ line: inout InlineArray<8, Int32>, shift: Int32) {
    // The even values: a rotation by 3/8 pi, and sums.
    let turned = (line[2] &+ line[6]) &* 4433  // 0.541196100
    let even2 = turned &- line[6] &* 15137  // 1.847759065
    let even3 = turned &+ line[2] &* 6270  // 0.765366865
    let sum = (line[0] &+ line[4]) &<< constantBits
    let difference = (line[0] &- line[4]) &<< constantBits
    let (first, fourth) = (sum &+ even3, sum &- even3)
    let (second, third) = (difference &+ even2, difference &- even2)
    // The odd values, by the sums of which four rotations share their products.
    let common = (line[7] &+ line[3] &+ line[5] &+ line[1]) &* 9633  // 1.175875602
    let outer = (line[7] &+ line[1]) &* -7373  // -0.899976223
    let inner = (line[5] &+ line[3]) &* -20995  // -2.562915447
    let far = (line[7] &+ line[3]) &* -16069 &+ common  // -1.961570560
    let near = (line[5] &+ line[1]) &* -3196 &+ common  // -0.390180644
    let odd0 = line[7] &* 2446 &+ outer &+ far  // 0.298631336
    let odd1 = line[5] &* 16819 &+ inner &+ near  // 2.053119869
    let odd2 = line[3] &* 25172 &+ inner &+ far  // 3.072711026
    let odd3 = line[1] &* 12299 &+ outer &+ near  // 1.501321110
    line[0] = rounded(first &+ odd3, shift: shift)
    line[7] = rounded(first &- odd3, shift: shift)
    line[1] = rounded(second &+ odd2, shift: shift)
    line[6] = rounded(second &- odd2, shift: shift)
    line[2] = rounded(third &+ odd1, shift: shift)
    line[5] = rounded(third &- odd1, shift: shift)
    line[3] = rounded(fourth &+ odd0, shift: shift)
    line[4] = rounded(fourth &- odd0, shift: shift)
  }
}
