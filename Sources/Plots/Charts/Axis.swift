import FileFormats
import Foundation

/// Which values an axis shows, and where they lie on it.
struct Axis: Equatable {
  /// The least value and the greatest.
  let minimum, maximum: Double
  /// Whether equal lengths are equal factors, and not equal differences.
  let isLogarithmic: Bool

  /// An axis of values; of a single one, with some room around it.
  init(_ minimum: Double, _ maximum: Double, isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic && minimum > 0
    self.minimum = minimum
    self.maximum = maximum > minimum ? maximum : minimum + max(abs(minimum), 1)
  }

  /// Where a value lies, from 0 at the least to 1 at the greatest.
  func part(_ value: Double) -> Double {
    if isLogarithmic {
      return (log10(max(value, minimum / 1e6)) - log10(minimum)) / (log10(maximum) - log10(minimum))
    }
    return (value - minimum) / (maximum - minimum)
  }

  /// About `count` round values of the axis.
  func ticks(about count: Int) -> [Double] {
    isLogarithmic ? decadeTicks(atMost: count + 2) : evenTicks(step: roundStep(about: count))
  }

  /// About `count` round values of an axis of numbers that things are counted by: nothing lies between two of those.
  func wholeTicks(about count: Int) -> [Int] {
    evenTicks(step: max(1, roundStep(about: count))).map { Int($0.rounded()) }
  }

  private func roundStep(about count: Int) -> Double { Self.roundStep((maximum - minimum) / Double(count)) }

  private func evenTicks(step: Double) -> [Double] {
    let first = (minimum / step - 1e-9).rounded(.up)
    let last = (maximum / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// 1, 2 and 5 times the powers of ten; fewer of them where these are too many.
  private func decadeTicks(atMost count: Int) -> [Double] {
    let exponents = Int(log10(minimum).rounded(.down))...Int(log10(maximum).rounded(.up))
    for factors in [[1.0, 2, 5], [1, 3], [1]] {
      let ticks = exponents.flatMap { exponent in factors.map { $0 * pow(10, Double(exponent)) } }
        .filter { $0 >= minimum * 0.999 && $0 <= maximum * 1.001 }
      if ticks.count <= count { return ticks }
    }
    let step = (exponents.count + count - 1) / count
    return stride(from: exponents.lowerBound, through: exponents.upperBound, by: step).map { pow(10, Double($0)) }
      .filter { $0 >= minimum && $0 <= maximum }
  }

  /// The least of 1, 2 and 5 times a power of ten that is no less than a length.
  static func roundStep(_ length: Double) -> Double {
    let power = pow(10, log10(length).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= length * 0.999 } ?? 10) * power
  }

  /// A value as an axis shows it: "0.25", "12,000", "2e-05", "3e+12".
  static func text(_ value: Double) -> String {
    if value == 0 { return "0" }
    if abs(value) >= 1e7 || abs(value) < 1e-4 {
      let exponent = Int(log10(abs(value)).rounded(.down))
      return "\(trimmed(value / pow(10, Double(exponent)), decimals: 1))e\(exponent)"
    }
    if abs(value) >= 1000 { return Int(value.rounded()).grouped }
    return trimmed(value, decimals: 5)
  }

  private static func trimmed(_ value: Double, decimals: Int) -> String {
    var text = value.text(decimals: decimals)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
