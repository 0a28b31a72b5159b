extension Duration {
  /// The duration as a clock would show it, rounded down to whole seconds: "1:02:03", "4:05", "12 s". There are no
  /// days, so hours may have any number of digits; a negative duration is "0 s".
  public var clockText: String {
    let seconds = max(0, components.seconds)
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].drop { $0 == 0 }
    guard let first = parts.first, parts.count > 1 else { return "\(seconds) s" }
    return "\(first)" + parts.dropFirst().map { $0 < 10 ? ":0\($0)" : ":\($0)" }.joined()
  }
}
