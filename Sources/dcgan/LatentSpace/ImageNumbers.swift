import CommandLineKit
import FileFormats
import LatentSpace

/// Numbers of images, as in `3,7,10-19`.
struct ImageNumbers: ArgumentValue {
  static let expectation = "numbers and ranges of images with commas between them, such as 3,7,10-19"

  /// The most images that can be named.
  static let maximumCount = 10_000_000

  /// The ranges in their order; a single number is one of its own.
  let ranges: [ClosedRange<Int>]

  init(_ ranges: [ClosedRange<Int>]) {
    self.ranges = ranges
  }

  init?(argument: String) {
    let ranges = argument.listItems.map { Self.range($0) }
    self.ranges = ranges.compactMap { $0 }
    guard self.ranges.count == ranges.count, count <= Self.maximumCount else { return nil }
  }

  private static func range(_ text: Substring) -> ClosedRange<Int>? {
    guard let (first, last) = ends(text), first <= last, last <= LatentSource.maximumNumber else { return nil }
    return first...last
  }

  /// Where a range begins and ends, or a number twice; `nil` if the text is neither.
  private static func ends(_ text: Substring) -> (Int, Int)? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, 0 <= first else {
      return nil
    }
    return (first, last)
  }

  static func fault(of text: String) -> ArgumentFault? {
    let ranges = text.listItems.map { Self.ends($0) }
    guard ranges.allSatisfy({ $0 != nil }) else { return nil }
    for case (let first, let last)? in ranges {
      if last > LatentSource.maximumNumber { return .explained("Numbers go to \(LatentSource.maximumNumber.grouped).") }
      if first > last { return .explained("A range begins with the lesser number: \(last)-\(first).") }
    }
    return .explained("At most \(maximumCount.grouped) images can be named.")
  }

  /// How many images there are.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The numbers, one after the other.
  var values: some Sequence<Int> { ranges.joined() }

  /// The greatest number.
  var maximum: Int { ranges.map(\.upperBound).max() ?? 0 }

  var argumentText: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }
}
