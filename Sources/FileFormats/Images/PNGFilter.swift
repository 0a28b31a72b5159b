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
