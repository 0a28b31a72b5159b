import CommandLineKit
import FileFormats

/// Some images of a data set, as they stand behind its name and a `#`: `5`, `0-99`, `train:5`.
struct ImageSelection {
  /// The part of the data set.
  private(set) var split: DataSetSplit
  /// The numbers in the order in which they were written; at least one.
  private(set) var numbers: [Int]
  /// The same as they were written: `0-8,11`.
  private(set) var numbersText = ""

  private static let maximumNumber = 10_000_000

  /// Reads a selection; `text` is what the user wrote, with its option.
  ///
  /// - Throws: `UsageError`.
  init(_ selection: Substring, of text: String) throws {
    var numbers = selection
    var split = DataSetSplit.test
    for (prefix, part) in [("train:", DataSetSplit.train), ("test:", .test)] where numbers.hasPrefix(prefix) {
      split = part
      numbers = numbers.dropFirst(prefix.count)
    }
    self.split = split
    self.numbers = []
    self = try adding(numbers, of: text)
  }

  /// This selection and further numbers of the same part.
  ///
  /// - Throws: `UsageError`.
  func adding(_ text: Substring, of whole: String) throws -> ImageSelection {
    guard let range = Self.range(text), numbers.count + range.count <= Self.maximumNumber + 1 else {
      throw UsageError("'\(text)' in '\(whole)' is neither a number from 0 nor a range such as 0-99.")
    }
    var selection = self
    selection.numbers += range
    selection.numbersText += (selection.numbersText.isEmpty ? "" : ",") + text
    return selection
  }

  /// Whether a text is a number or a range of numbers.
  static func isRange(_ text: String) -> Bool { range(text[...]) != nil }

  private static func range(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
      first >= 0, last <= maximumNumber
    else { return nil }
    return first...last
  }

  /// What stands before the numbers: `train:` or nothing.
  var prefix: String { split == .train ? "train:" : "" }

  /// How many images the data set must have.
  var end: Int { (numbers.max() ?? 0) + 1 }
}
