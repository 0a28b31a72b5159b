extension ControlGroups {
  /// The limit with the least left, in bytes, among the group's and those around it; `nil` if there is none.
  ///
  /// Pages of files count as used until something else needs them; the kernel drops them before it kills.
  package var memoryLimit: (total: Int, left: Int)? {
    hierarchies(of: "memory").flatMap { hierarchy in
      hierarchy.directories.compactMap { hierarchy.version == 1 ? Self.firstVersion($0) : Self.secondVersion($0) }
    }.min { $0.left < $1.left }
  }

  private static func firstVersion(_ directory: String) -> (total: Int, left: Int)? {
    let numbers = SystemFile.numbers(directory + "/memory.stat")
    // The second is the least limit of the groups around, those that cannot be seen from a container included.
    let limits = [SystemFile.number(directory + "/memory.limit_in_bytes"), numbers["hierarchical_memory_limit"]]
    let cache = (numbers["total_inactive_file"] ?? 0) + (numbers["total_active_file"] ?? 0)
    return limit(limits.compactMap { $0 }.min(), used: SystemFile.number(directory + "/memory.usage_in_bytes"), cache)
  }

  private static func secondVersion(_ directory: String) -> (total: Int, left: Int)? {
    let numbers = SystemFile.numbers(directory + "/memory.stat")
    let cache = (numbers["inactive_file"] ?? 0) + (numbers["active_file"] ?? 0)
    // "max" is no number.
    return limit(
      SystemFile.number(directory + "/memory.max"), used: SystemFile.number(directory + "/memory.current"), cache)
  }

  private static func limit(_ limit: Int?, used: Int?, _ cache: Int) -> (total: Int, left: Int)? {
    guard let limit, (0..<unlimited).contains(limit) else { return nil }
    let used = max(0, (used ?? 0) - max(0, cache))
    return (limit, max(0, limit - used))
  }

  /// No machine has as much; version 1 writes 2^63 less a page where there is no limit.
  private static let unlimited = 1 << 60
}
