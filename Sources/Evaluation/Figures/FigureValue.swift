/// A figure with the interval that it lies in with a probability of 95 %, where there is one.
public struct FigureValue: Equatable, Sendable {
  /// The figure.
  public let value: Double
  /// Its interval; `nil` where there are too few images for one.
  public let interval: ClosedRange<Double>?

  /// Puts a figure and its interval together.
  init(_ value: Double, interval: ClosedRange<Double>? = nil) {
    self.value = value
    self.interval = interval
  }
}
