/// The five ways of PNG to predict a byte from its neighbours before compression (PNG specification, section 9).
enum PNGFilter: UInt8, CaseIterable {
  case none = 0
  case sub = 1
  case up = 2
  case average = 3
  case paeth = 4

  /// The filtered byte, that is, how far `value` is from its prediction, modulo 256.
  /// - Parameters:
  ///   - value: The byte itself.
  ///   - left: The same channel of the pixel to the left, or 0.
  ///   - above: The byte above, or 0.
  ///   - aboveLeft: The byte above `left`, or 0.
  /// - Returns: The residual.
  func residual(of value: UInt8, left: UInt8, above: UInt8, aboveLeft: UInt8) -> UInt8 {
    switch self {
    case .none: value
    case .sub: value &- left
    case .up: value &- above
    case .average: value &- UInt8((Int(left) + Int(above)) / 2)
    case .paeth: value &- PNGFilter.paethPredictor(left: left, above: above, aboveLeft: aboveLeft)
    }
  }

  /// A row of bytes without the filter.
  /// - Parameters:
  ///   - filtered: The number of the filter, then the filtered bytes.
  ///   - above: The row above without its filter; zeros for the first.
  ///   - pixelSize: Bytes between a byte and the same channel of the pixel to the left.
  /// - Returns: As many bytes as `above` has.
  func unfiltered(_ filtered: [UInt8], above: [UInt8], pixelSize: Int) -> [UInt8] {
    var row = [UInt8](filtered.dropFirst())
    if self == .none { return row }
    for index in row.indices {
      let left = index < pixelSize ? 0 : row[index - pixelSize]
      switch self {
      case .none: break
      case .sub: row[index] &+= left
      case .up: row[index] &+= above[index]
      case .average: row[index] &+= UInt8((Int(left) + Int(above[index])) / 2)
      case .paeth:
        let aboveLeft = index < pixelSize ? 0 : above[index - pixelSize]
        row[index] &+= PNGFilter.paethPredictor(left: left, above: above[index], aboveLeft: aboveLeft)
      }
    }
    return row
  }

  /// The neighbour that is nearest to `left + above - aboveLeft`; ties go to the left, then to the one above.
  static func paethPredictor(left: UInt8, above: UInt8, aboveLeft: UInt8) -> UInt8 {
    let estimate = Int(left) + Int(above) - Int(aboveLeft)
    let leftDistance = abs(estimate - Int(left))
    let aboveDistance = abs(estimate - Int(above))
    let aboveLeftDistance = abs(estimate - Int(aboveLeft))
    if leftDistance <= aboveDistance, leftDistance <= aboveLeftDistance { return left }
    return aboveDistance <= aboveLeftDistance ? above : aboveLeft
  }
}
