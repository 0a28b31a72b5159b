/// A time as people write it: `90`, `90s`, `1.5m`, `2h`, `1h30m`, `2 hours`.
enum DurationText {
  private static let secondsOfUnits: [String: Int64] = {
    let names = [
      1: ["s", "sec", "secs", "second", "seconds"], 60: ["m", "min", "mins", "minute", "minutes"],
      3600: ["h", "hr", "hrs", "hour", "hours"], 86_400: ["d", "day", "days"],
    ]
    return Dictionary(uniqueKeysWithValues: names.flatMap { unit in unit.value.map { ($0, Int64(unit.key)) } })
  }()

  private static let maximumDecimals = 9

  /// The time in seconds and billionths of a second; `nil` if the text is none, or it is too long.
  static func read(_ text: String) -> Duration? {
    var rest = text[...]
    var (seconds, billionths): (Int64, Int64) = (0, 0)
    var isEmpty = true
    while let (number, unit) = nextPart(&rest) {
      // A number alone is seconds; behind another part it might be anything.
      guard let factor = unit.isEmpty ? (isEmpty && rest.isEmpty ? 1 : nil) : secondsOfUnits[unit.lowercased()],
        let part = product(of: number, and: factor)
      else { return nil }
      let (sum, overflows) = seconds.addingReportingOverflow(part.seconds)
      if overflows { return nil }
      seconds = sum
      billionths += part.billionths
      isEmpty = false
    }
    guard !isEmpty, rest.isEmpty, seconds < Int64.max || billionths == 0 else { return nil }
    return .seconds(seconds) + .nanoseconds(billionths)
  }

  /// Takes a number and the letters behind it from the front; `nil` if there is no number.
  private static func nextPart(_ rest: inout Substring) -> (number: Substring, unit: Substring)? {
    rest = rest.drop { $0 == " " }
    let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
    if number.isEmpty { return nil }
    rest = rest[number.endIndex...].drop { $0 == " " }
    let unit = rest.prefix { $0.isASCII && $0.isLetter }
    rest = rest[unit.endIndex...]
    return (number, unit)
  }

  private static func product(of number: Substring, and factor: Int64) -> (seconds: Int64, billionths: Int64)? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, let whole = Int64(parts[0]), parts.count == 1 || !fraction.isEmpty,
      fraction.count <= maximumDecimals,
      let decimals = Int64(fraction + String(repeating: "0", count: maximumDecimals - fraction.count)),
      case (let seconds, false) = whole.multipliedReportingOverflow(by: factor)
    else { return nil }
    let billion: Int64 = 1_000_000_000
    // At most 86,400 times a billionth less than one: no overflow.
    let (more, billionths) = (decimals * factor).quotientAndRemainder(dividingBy: billion)
    let (sum, overflows) = seconds.addingReportingOverflow(more)
    return overflows ? nil : (sum, billionths)
  }
}
