extension Collection where Element: Equatable {
  /// The least number of insertions, deletions, replacements and swaps of neighbours that turn this collection into the
  /// other one, no part of it being edited twice (the restricted Damerau-Levenshtein or optimal string alignment
  /// distance). Takes time in proportion to the product of the two lengths.
  package func editDistance(to other: some Collection<Element>) -> Int {
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
