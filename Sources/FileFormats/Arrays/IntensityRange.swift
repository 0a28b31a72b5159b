/// The numbers that become black and white, or no and full intensity of a colour.
public struct IntensityRange: Equatable, Sendable {
  /// What becomes 0.
  public let lower: Double
  /// What becomes 255; greater than ``lower``.
  public let upper: Double

  /// Creates a range; `nil` if it is empty or has an end that is not finite.
  public init?(lower: Double, upper: Double) {
    guard lower.isFinite, upper.isFinite, lower < upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// Takes a text such as `0..1` or `-1..1` apart; `nil` if it is none.
  public init?(_ text: String) {
    guard let dots = text.range(of: ".."), let lower = Double(text[..<dots.lowerBound]),
      let upper = Double(text[dots.upperBound...])
    else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// Takes the ends of a range that is not empty.
  init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Bytes as they are.
  public static let bytes = IntensityRange(0, 255)
  /// Shares of full intensity.
  public static let unit = IntensityRange(0, 1)
  /// As networks take and make images.
  public static let signedUnit = IntensityRange(-1, 1)

  /// The range as the text that is taken apart.
  public var text: String { "\(lower.shortText)..\(upper.shortText)" }

  /// The level of 0...255 nearest to the place of a number in the range; numbers outside go to its ends.
  func level(of value: Double) -> UInt8 {
    UInt8(max(0, min(255, ((value - lower) / (upper - lower) * 255).rounded())))
  }
}
