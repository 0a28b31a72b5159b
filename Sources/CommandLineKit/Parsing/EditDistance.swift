extension Collection where Element: Equatable {
  /// The least number of insertions, deletions, replacements and swaps of neighbours that turn this collection into the
  /// other one, no part of it being edited twice (the restricted Damerau-Levenshtein or optimal string alignment
  /// distance). Takes time in proportion to the product of the two lengths.
  func editDistance(to other: some Collection<Element>) -> Int {
    let source = Array(self)
    let target = Array(other)
    // Row i holds the distances between the first i elements of the source and every prefix of the target.
    var rowBeforeLast: [Int] = []
    var lastRow = Array(0...target.count)
    for i in source.indices {
      var row = [i + 1]
      for j in target.indices {
        let replacement = lastRow[j] + (source[i] == target[j] ? 0 : 1)
        var distance = Swift.min(replacement, lastRow[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] {
          distance = Swift.min(distance, rowBeforeLast[j - 1] + 1)
        }
        row.append(distance)
      }
      (rowBeforeLast, lastRow) = (lastRow, row)
    }
    return lastRow[target.count]
  }
}

/// The name that a mistyped one was probably meant to be; nil if none is near enough.
///
/// A name is near if at most a third of it has to be edited (but always one letter may be), capital letters,
/// underscores and leading dashes aside. Failing that, the only name that begins with what was typed is taken.
func closestName(to typed: String, among names: [String]) -> String? {
  let wanted = typed.drop { $0 == "-" }.lowercased().replacing("_", with: "-")
  let near = names.compactMap { name -> (name: String, distance: Int)? in
    let tolerance = max(1, name.count / 3)
    // The lengths alone rule out what is far off, however long it is.
    guard abs(name.count - wanted.count) <= tolerance else { return nil }
    let distance = wanted.editDistance(to: name)
    return distance <= tolerance ? (name, distance) : nil
  }
  if let nearest = near.min(by: { $0.distance < $1.distance }) {
    return nearest.name
  }
  let continued = names.filter { $0.hasPrefix(wanted) }
  return continued.count == 1 && !wanted.isEmpty ? continued.first : nil
}
