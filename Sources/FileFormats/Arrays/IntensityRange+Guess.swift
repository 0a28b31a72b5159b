extension IntensityRange {
  /// A range that numbers are likely to have been meant in.
  struct Guess: Equatable {
    let range: IntensityRange
    /// What the numbers were taken for, as a clause; `nil` where they are bytes as usual.
    let remark: String?
  }

  /// By how much rounding may bring numbers outside their range.
  private static let tolerance = 1e-4

  /// Tells the range of numbers of a type by their extrema.
  static func guess(_ type: NumberType, _ extrema: Extrema) -> Guess {
    let found = "\(type.description) from \(extrema.minimum.shortText) to \(extrema.maximum.shortText)"
    func guess(_ range: IntensityRange, _ meaning: String) -> Guess {
      Guess(range: range, remark: "the values are \(found): \(meaning)")
    }
    if type == .boolean { return Guess(range: .unit, remark: "the values are truth values: 0 and 255") }
    if type.isFloatingPoint {
      if extrema.minimum >= -tolerance, extrema.maximum <= 1 + tolerance {
        return guess(.unit, "taken as 0..1")
      }
      if extrema.minimum >= -1 - tolerance, extrema.maximum <= 1 + tolerance {
        return guess(.signedUnit, "taken as -1..1")
      }
      if extrema.minimum >= 0, extrema.maximum <= 255 { return guess(.bytes, "taken as 0..255") }
      return between(extrema, guess)
    }
    if extrema.minimum >= 0, extrema.maximum == 1 { return guess(.unit, "taken as 0..1, black and white") }
    if extrema.minimum >= 0, extrema.maximum <= 255 {
      return type == .unsigned8 ? Guess(range: .bytes, remark: nil) : guess(.bytes, "taken as 0..255")
    }
    if type == .unsigned16 || type == .signed16, extrema.minimum >= 0 {
      // Cameras and scanners fill fewer bits than their files have.
      for bits in [10, 12, 14, 15, 16] where extrema.maximum < Double(1 << bits) {
        return guess(IntensityRange(0, Double((1 << bits) - 1)), "taken as \(bits) bits, 0..\((1 << bits) - 1)")
      }
    }
    return between(extrema, guess)
  }

  private static func between(_ extrema: Extrema, _ guess: (IntensityRange, String) -> Guess) -> Guess {
    let range = IntensityRange(lower: extrema.minimum, upper: extrema.maximum) ?? .bytes
    return guess(range, "the least became 0 and the greatest 255")
  }
}
