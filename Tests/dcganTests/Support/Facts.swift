extension String {
  /// What stands beside a name in the first table of a report, however wide its columns are.
  func fact(_ name: String) -> String? {
    for line in split(separator: "\n", omittingEmptySubsequences: false).prefix(while: { !$0.isEmpty }) {
      guard let end = line.range(of: "  ") else { continue }
      if line[..<end.lowerBound] == name { return String(line[end.lowerBound...].drop { $0 == " " }) }
    }
    return nil
  }
}
