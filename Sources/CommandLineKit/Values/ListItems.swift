extension StringProtocol {
  /// What stands between the commas of a list, without the spaces that people write after them.
  public var listItems: [Substring] {
    split(separator: ",", omittingEmptySubsequences: false).map { Substring($0).trimmingSpaces }
  }
}

extension Substring {
  /// The text without spaces before and after it.
  public var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
