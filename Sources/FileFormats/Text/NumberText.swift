import Foundation

extension Double {
  /// The number as one would write it in a message: whole numbers without a fraction, others to four digits.
  var shortText: String {
    guard isFinite, self != 0 else { return "\(self == 0 ? "0" : "\(self)")" }
    if let whole = Int(exactly: self) { return String(whole) }
    let digits = 4 - 1 - Int(log10(abs(self)).rounded(.down))
    guard (0...9).contains(digits) else { return "\(Float(self))" }
    var text = self.text(decimals: digits)
    while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// So many decimals, without the locale's comma; "-" for what is too large or no number.
  public func text(decimals: Int) -> String {
    guard isFinite, abs(self) < 1e12 else { return "-" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(self) * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(scaled)" }
    return "\(sign)\(scaled / scale).\((scaled % scale).text(digits: decimals))"
  }
}

extension Int {
  /// The number, which is not negative, with zeros before it if it has fewer than so many digits.
  public func text(digits: Int) -> String {
    let text = String(self)
    return text.count < digits ? String(repeating: "0", count: digits - text.count) + text : text
  }

  /// The digits in groups of three, with commas between them.
  public var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
