extension String {
  /// Whether this name comes before another in the order of numbers and bytes: "2" before "10", "img9" before "img10".
  /// The order does not depend on the language of the system, and no two names are equal in it.
  func precedesNaturally(_ other: String) -> Bool {
    let (own, others) = (Array(utf8), Array(other.utf8))
    var (place, otherPlace) = (0, 0)
    while place < own.count, otherPlace < others.count {
      let (run, otherRun) = (own[place...].digits, others[otherPlace...].digits)
      if run.isEmpty || otherRun.isEmpty {
        if own[place] != others[otherPlace] { return own[place] < others[otherPlace] }
        (place, otherPlace) = (place + 1, otherPlace + 1)
      } else {
        let (number, otherNumber) = (run.drop { $0 == .zero }, otherRun.drop { $0 == .zero })
        if number.count != otherNumber.count { return number.count < otherNumber.count }
        if !number.elementsEqual(otherNumber) { return number.lexicographicallyPrecedes(otherNumber) }
        (place, otherPlace) = (run.endIndex, otherRun.endIndex)
      }
    }
    let (left, otherLeft) = (own.count - place, others.count - otherPlace)
    // Names such as "1" and "01" are the same up to zeros.
    return left != otherLeft ? left < otherLeft : own.lexicographicallyPrecedes(others)
  }
}

extension UInt8 {
  fileprivate static let zero = UInt8(ascii: "0")
}

extension ArraySlice<UInt8> {
  /// The digits that these bytes begin with.
  fileprivate var digits: ArraySlice<UInt8> { prefix { (UInt8.zero...UInt8(ascii: "9")).contains($0) } }
}
