extension ControlGroups {
  /// The processors' time that the group may use, in processors: the least of its own quota and of those around it;
  /// `nil` if there is none.
  package var processorQuota: Double? {
    hierarchies(of: "cpu").flatMap { hierarchy in
      hierarchy.directories.compactMap { hierarchy.version == 1 ? Self.firstVersion($0) : Self.secondVersion($0) }
    }.min()
  }

  private static func firstVersion(_ directory: String) -> Double? {
    quota(
      SystemFile.number(directory + "/cpu.cfs_quota_us"), period: SystemFile.number(directory + "/cpu.cfs_period_us"))
  }

  /// A line such as `150000 100000`, or `max 100000`.
  private static func secondVersion(_ directory: String) -> Double? {
    let words = (SystemFile.text(directory + "/cpu.max") ?? "").split(whereSeparator: \.isWhitespace)
    guard words.count == 2 else { return nil }
    return quota(Int(words[0]), period: Int(words[1]))
  }

  /// Version 1 writes -1 where there is no quota.
  private static func quota(_ quota: Int?, period: Int?) -> Double? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return Double(quota) / Double(period)
  }
}
