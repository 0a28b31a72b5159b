/// The coefficients of all blocks of all components, in the order of rows and columns.
struct JPEGCoefficients {
  var values: [Int16]
  /// For each block, the place in the file's order of the last coefficient that is not zero.
  var last: [UInt8]

  /// All zero.
  init(blocks: Int) {
    values = [Int16](repeating: 0, count: blocks * JPEGFrame.blockSize)
    last = [UInt8](repeating: 0, count: blocks)
  }
}
